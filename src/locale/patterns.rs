//! What a Fluent pattern uses: its values, and its choices between variants.
//!
//! A parsed pattern comes in, lists of pieces of its text go out. The parser and these walks go down
//! into braces by calling themselves, so [`too_deep`] is asked first.

use fluent_syntax::ast::{
    CallArguments, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};

/// How many braces and parentheses may be open at once.
const DEEPEST: usize = 64;

/// The values and choices of a pattern, in the order of the text.
#[derive(Default)]
pub(super) struct Uses<'a> {
    pub(super) variables: Vec<&'a str>,
    pub(super) choices: Vec<Choice<'a>>,
}

/// A choice between variants by one value.
pub(super) struct Choice<'a> {
    pub(super) variable: &'a str,
    pub(super) variants: Vec<&'a str>,
}

impl<'a> Choice<'a> {
    /// How the variants differ from `forms`: what they lack, with true, and what they have beside
    /// them, with false.
    pub(super) fn compare(&self, forms: &[&'static str]) -> Vec<(&'a str, bool)> {
        let missing = forms.iter().filter(|form| !self.variants.contains(*form));
        let beside = self
            .variants
            .iter()
            .filter(|variant| !forms.contains(*variant));
        let missing = missing.map(|form| (*form, true));
        missing
            .chain(beside.map(|variant| (*variant, false)))
            .collect()
    }
}

impl<'a> Uses<'a> {
    pub(super) fn of(pattern: &Pattern<&'a str>) -> Self {
        let mut uses = Uses::default();
        uses.pattern(pattern);
        uses
    }

    fn pattern(&mut self, pattern: &Pattern<&'a str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&'a str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                if let InlineExpression::VariableReference { id } = selector {
                    let names = variants.iter().map(|variant| match &variant.key {
                        VariantKey::Identifier { name } => *name,
                        VariantKey::NumberLiteral { value } => *value,
                    });
                    self.choices.push(Choice {
                        variable: id.name,
                        variants: names.collect(),
                    });
                }
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&'a str>) {
        match inline {
            InlineExpression::VariableReference { id } => self.variables.push(id.name),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => self.arguments(arguments),
            InlineExpression::TermReference {
                arguments: Some(arguments),
                ..
            } => self.arguments(arguments),
            _ => {}
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&'a str>) {
        arguments
            .positional
            .iter()
            .for_each(|inline| self.inline(inline));
        arguments
            .named
            .iter()
            .for_each(|named| self.inline(&named.value));
    }
}

/// Where more braces or parentheses are open than any message needs. Every one is counted, quoted or
/// not, so that nothing can hide one from the count.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'(' if open > 0 => open += 1,
            b'}' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > DEEPEST {
            return Some(at);
        }
    }
    None
}
