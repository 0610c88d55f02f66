//! Whatever an article holds, a browser sees its text whole and in order, inside its place on the page,
//! in elements that fit news.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::time::{Duration, Instant};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName, local_name, ns, parse_document};
use proptest::prelude::*;
use warraq::markdown::{Labels, Settings, render, scan};
use warraq::text::direction::Direction;

fn html(body: &str) -> String {
    render(
        body,
        &Settings {
            direction: Direction::Rtl,
            labels: &Labels::default(),
            resolve: &|_| None,
            picture: &|_| None,
            digits: &|n| n.to_string(),
        },
    )
}

// --- A page as a browser reads it -----------------------------------------------------------------

enum Data {
    Element(QualName, Vec<(String, String)>),
    Text(String),
    Other,
}

struct Node {
    data: Data,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// The tree html5ever builds, and what it had to put right on the way.
#[derive(Default)]
struct Tree {
    nodes: RefCell<Vec<Node>>,
    errors: RefCell<Vec<String>>,
}

impl Tree {
    fn of(page: &str) -> Tree {
        let tree = Tree::default();
        tree.add(Data::Other);
        parse_document(tree, Default::default()).one(page)
    }

    fn add(&self, data: Data) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            data,
            parent: None,
            children: Vec::new(),
        });
        nodes.len() - 1
    }

    fn detach(&self, node: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[node].parent.take() {
            nodes[parent].children.retain(|child| *child != node);
        }
    }

    fn insert(&self, parent: usize, at: usize, child: NodeOrText<usize>) {
        let node = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                node
            }
            NodeOrText::AppendText(text) => self.add(Data::Text(text.to_string())),
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[node].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, node);
    }

    fn elements(&self, parent: usize) -> Vec<usize> {
        let nodes = self.nodes.borrow();
        let is_element = |child: &&usize| matches!(nodes[**child].data, Data::Element(..));
        nodes[parent]
            .children
            .iter()
            .filter(is_element)
            .copied()
            .collect()
    }

    fn text(&self, node: usize) -> String {
        let nodes = self.nodes.borrow();
        let mut text = String::new();
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if let Data::Text(piece) = &nodes[node].data {
                text.push_str(piece);
            }
            stack.extend(nodes[node].children.iter().rev());
        }
        text
    }

    fn below(&self, node: usize) -> Vec<usize> {
        let nodes = self.nodes.borrow();
        let mut all = Vec::new();
        let mut stack = nodes[node].children.clone();
        while let Some(node) = stack.pop() {
            all.push(node);
            stack.extend(&nodes[node].children);
        }
        all
    }
}

impl TreeSink for Tree {
    type Handle = usize;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self
    }
    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(message.into_owned());
    }
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].data {
            Data::Element(name, _) => name,
            _ => panic!("no element"),
        })
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let attributes = attributes
            .into_iter()
            .map(|attribute| {
                (
                    attribute.name.local.to_string(),
                    attribute.value.to_string(),
                )
            })
            .collect();
        self.add(Data::Element(name, attributes))
    }
    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Data::Other)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Data::Other)
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, usize::MAX, child);
    }
    fn append_based_on_parent_node(
        &self,
        element: &usize,
        before: &usize,
        child: NodeOrText<usize>,
    ) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, a: &usize, b: &usize) -> bool {
        a == b
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(*node);
        }
        let (parent, at) = {
            let nodes = self.nodes.borrow();
            let parent = nodes[*sibling].parent.unwrap();
            let at = nodes[parent]
                .children
                .iter()
                .position(|child| child == sibling);
            (parent, at.unwrap())
        };
        self.insert(parent, at, child);
    }
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }
    fn reparent_children(&self, node: &usize, parent: &usize) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        let mut nodes = self.nodes.borrow_mut();
        for child in children {
            nodes[child].parent = Some(*parent);
            nodes[*parent].children.push(child);
        }
    }
}

// --- What must hold -------------------------------------------------------------------------------

/// Elements that may stand in the text of an article, those that Markdown makes among them.
const ELEMENTS: &str = " a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del \
    details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt \
    ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr track ul \
    var video wbr ";

/// Their attributes.
const ATTRIBUTES: &str = " alt aria-hidden aria-label checked cite class colspan controls datetime decoding default \
    dir disabled height href hreflang id kind label lang loading loop muted open playsinline poster preload rel \
    reversed role rowspan scope span src srclang start tabindex title translate type value width ";

/// The text of the article on its page; panics if the page is not as it must be.
fn read_page(body: &str) -> (String, Vec<String>) {
    let prose = html(body);
    let tree = Tree::of(&format!(
        "<!DOCTYPE html><html><head><title>t</title></head><body><main id=\"main\"><div class=\"prose\">{prose}</div></main><footer>end</footer></body></html>"
    ));
    let context = || format!("{body:?}\n{prose}");
    let root = tree.elements(0);
    assert_eq!(root.len(), 1, "{}", context());
    let sections = tree.elements(root[0]);
    assert_eq!(sections.len(), 2, "{}", context());
    let parts = tree.elements(sections[1]);
    assert_eq!(parts.len(), 2, "something left <main>\n{}", context());
    assert_eq!(tree.text(parts[1]), "end", "{}", context());
    let inner = tree.elements(parts[0]);
    assert_eq!(inner.len(), 1, "something left the text\n{}", context());
    assert_eq!(
        tree.text(sections[1]),
        format!("{}end", tree.text(inner[0]))
    );
    let mut ids = std::collections::BTreeSet::from(["main".to_owned()]);
    for node in tree.below(inner[0]) {
        let Data::Element(name, attributes) = &tree.nodes.borrow()[node].data else {
            continue;
        };
        assert_eq!(name.ns, ns!(html), "{}", context());
        assert!(
            ELEMENTS.contains(&format!(" {} ", name.local)),
            "{name:?}\n{}",
            context()
        );
        for (key, value) in attributes {
            assert!(
                ATTRIBUTES.contains(&format!(" {key} ")),
                "{key}\n{}",
                context()
            );
            assert!(
                key != "id" || ids.insert(value.clone()),
                "{value}\n{}",
                context()
            );
            if ["href", "src", "cite", "poster"].contains(&&**key) {
                check_address(key, value, &context);
            }
            if name.local == local_name!("input") && key == "type" {
                assert_eq!(value, "checkbox", "{}", context());
            }
        }
    }
    (tree.text(inner[0]), tree.errors.into_inner())
}

fn check_address(key: &str, value: &str, context: &dyn Fn() -> String) {
    let clean: String = value
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    for scheme in ["javascript:", "data:", "vbscript:", "file:"] {
        assert!(!clean.starts_with(scheme), "{value}\n{}", context());
    }
    if matches!(key, "src" | "poster") {
        let remote = ["http:", "https:", "//", "\\\\", "/\\", "\\/"];
        assert!(
            !remote.iter().any(|start| clean.starts_with(start)),
            "{value}\n{}",
            context()
        );
    }
}

// --- Soups ----------------------------------------------------------------------------------------

/// Tags, whole or in pieces, none of which may hide a word that stands after it.
const TAGS: [&str; 101] = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=\"b.md\">",
    "</a>",
    "<a href='javascript:x'>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div id=\"main\">",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th scope=col>",
    "<caption>",
    "</caption>",
    "<tbody>",
    "</tbody>",
    "<thead>",
    "<colgroup>",
    "<col>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<ol start=3>",
    "</ol>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<h3 id=x>",
    "</h3>",
    "<pre>",
    "</pre>",
    "<blockquote>",
    "</blockquote>",
    "<figure>",
    "</figure>",
    "<figcaption>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<ruby>",
    "<rt>",
    "<rp>",
    "</ruby>",
    "<br>",
    "</br>",
    "<hr>",
    "<img src=\"a.png\">",
    "<video src=\"a.mp4\">",
    "</video>",
    "<audio>",
    "<source src=\"a.mp3\">",
    "</audio>",
    "<span lang=\"en\" onclick=\"x\" style=\"y\">",
    "</span>",
    "<ins>",
    "</ins>",
    "<del>",
    "<form>",
    "<input type=\"password\">",
    "<button>",
    "<select>",
    "<option>",
    "<template>",
    "</template>",
    "<title>",
    "<textarea>",
    "</textarea>",
    "<xmp>",
    "<plaintext>",
    "<noscript>",
    "<svg>",
    "<math>",
    "<mtext>",
    "</main>",
    "</body></html>",
    "<frameset>",
    "<nobr>",
    "<img src=\"//a.org/x.png\" alt=\"\">",
    "<source src=\"https://a.org/x.mp3\">",
    "<video src='https://a.org/x.mp4'>",
    "<embed src=x.pdf>",
    "<img>",
    "<track src=a.vtt>",
    "</li >",
    "<DIV CLASS=x>",
    "<wbr/>",
    "<tfoot>",
    "</tr/>",
];

/// Tags that hide what follows them if they are closed, and so are not closed here.
const OPEN: [&str; 5] = ["<script>", "<style>", "<iframe>", "<!--", "<object>"];

/// What hides what is in it.
const WHOLE: [&str; 5] = [
    "<script>'hidden'</script>",
    "<style>hidden</style>",
    "<!-- hidden -->",
    "<iframe src=\"b.md\">hidden</iframe>",
    "<?php hidden ?>",
];

const MARKDOWN: [&str; 31] = [
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "*",
    "**",
    "~~",
    "\n\n- ",
    "\n- ",
    "\n\n> ",
    "\n> ",
    "\n\n## ",
    "\n\n1. ",
    "\n\n  ",
    "[",
    "](b.md)",
    "\n\n---\n\n",
    "\\",
    "https://a.org/x ",
    "[^n]",
    "\n\n| a |\n|---|\n| ",
    "\n: ",
    "\n\n- [ ] ",
    "![](a.png)",
    "^",
    "`",
    "<https://a.org/>",
];

/// Texts of numbered words between tags and signs of Markdown.
fn soup() -> impl Strategy<Value = (String, usize)> {
    let piece = prop_oneof![
        4 => Just(None),
        5 => prop::sample::select(&TAGS[..]).prop_map(Some),
        3 => prop::sample::select(&MARKDOWN[..]).prop_map(Some),
    ];
    let hiding = prop::bool::ANY.prop_flat_map(|open| match open {
        true => prop::sample::select(&OPEN[..]),
        false => prop::sample::select(&WHOLE[..]),
    });
    (
        prop::collection::vec(piece, 0..60),
        prop::collection::vec((hiding, 0usize..60), 0..3),
    )
        .prop_map(|(pieces, hiding)| {
            let open = hiding
                .first()
                .is_some_and(|(piece, _)| OPEN.contains(piece));
            let mut body = String::new();
            let mut words = 0;
            for (at, piece) in pieces.into_iter().enumerate() {
                match piece {
                    Some(piece) => body.push_str(piece),
                    None => {
                        words += 1;
                        body.push_str(&format!(" ك{words}ك "));
                    }
                }
                for (piece, place) in &hiding {
                    if *place == at && OPEN.contains(piece) == open {
                        body.push_str(piece);
                    }
                }
            }
            // Markdown by itself lets a note or an address lie in a link.
            if body.contains("](b.md)") {
                body = body.replace("[^n]", " ").replace("<https://a.org/>", " ");
            }
            // What follows a fence is no text.
            while body.contains("~~~") || body.contains("```") {
                body = body.replace("~~~", "~~ ~").replace("```", "`` `");
            }
            body.push_str("\n\n[^n]: note\n");
            (body, words)
        })
}

fn words_in(text: &str) -> Vec<usize> {
    let mut parts = text.split('ك');
    parts.next();
    parts
        .step_by(2)
        .filter_map(|word| word.parse().ok())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(debug_assertions) { 2000 } else { 20000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_word_is_seen_in_its_order_and_a_browser_puts_nothing_right((body, words) in soup()) {
        let (text, errors) = read_page(&body);
        let expected: Vec<usize> = (1..=words).collect();
        prop_assert_eq!(words_in(&text), expected, "{}\n{}", body, html(&body));
        prop_assert!(errors.is_empty(), "{:?}\n{}\n{}", errors, body, html(&body));
    }

    #[test]
    fn hostile_html_stays_in_its_place(
        pieces in prop::collection::vec(prop_oneof![
            3 => prop::sample::select(&TAGS[..]).prop_map(String::from),
            1 => prop::sample::select(&OPEN[..]).prop_map(String::from),
            1 => prop::sample::select(&WHOLE[..]).prop_map(String::from),
            2 => prop::sample::select(&MARKDOWN[..]).prop_map(String::from),
            1 => prop::sample::select(&["</script>", "</style >", "-->", "\"", "'", "<a title=\"", "<", "</", "/>", "&lt;",
                "<img src=\"//x\" alt='", "<img src=\\/x>", "<a href=\" java\nscript:x\">", "<b id=\"fn-1\">", "[^1]",
                "\n\n[^1]: ", "| a | b |\n|--|--|\n| ", " | ", "https://a.org/", "<![CDATA[", "]]>", "\n    ", "`",
                "<video poster=//x controls>", "<source src=https://x>", "<svg><p><style><a title=\"</style><img src=x onerror=y>\">",
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=x onerror=y>\">"][..])
                .prop_map(String::from),
            1 => "\\PC{0,3}",
        ], 0..50)
    ) {
        let body = pieces.concat();
        read_page(&body);
        scan(&body);
    }
}

#[test]
fn time_grows_with_the_length_alone() {
    let many = |piece: &str, length: usize| piece.repeat(length / piece.len());
    let length = 2 << 20;
    for body in [
        many("<div>", length),
        many("<blockquote>", length),
        many("<b>", length),
        many("<b></i>", length),
        many("<p>أ", length),
        many("<table><td>", length),
        many("<!--", length),
        many("أ <script>", length),
        many("<a href=\"", length),
        many("<a title='>", length),
        format!("<a {}>", many("x=y ", length)),
        format!("<div {}>", many("a b c ", length)),
        many("<div class=\"x\">\n\n", length),
        many("<img src=\"//a.org/\">", length / 8),
    ] {
        let started = Instant::now();
        let html = html(&body);
        scan(&body);
        let took = started.elapsed();
        println!("{took:?} {} {}", html.len(), body.get(..12).unwrap_or(""));
        assert!(
            took < Duration::from_secs(60),
            "{took:?}: {}",
            body.get(..12).unwrap_or("")
        );
    }
}
