//! The functions of templates.
//!
//! They are pure: their answers depend on their arguments and on the page's language, never on the
//! archive. What they answer are words of the page's language, so it is not isolated; what was put
//! into it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, Value};

use super::isolation;
use super::languages::PageLanguage;
use super::pieces::{PIECES, Pieces};
use crate::locale::Argument;
use crate::markdown::sizes;

/// The languages of a site by the tag of HTML's `lang`.
pub(super) type ByTag = Arc<BTreeMap<String, Arc<PageLanguage>>>;

/// Gives `tera` the functions that make pieces of pages, for all templates but those of the pieces.
pub(super) fn register_pieces(tera: &mut Tera, languages: &ByTag, pieces: &Arc<Pieces>) {
    for (piece, function, _) in PIECES {
        let (languages, pieces) = (Arc::clone(languages), Arc::clone(pieces));
        tera.register_function(function, move |arguments: Kwargs, state: &State| {
            pieces.html(piece, language(&languages, state)?, &arguments, state)
        });
    }
}

/// Gives `tera` the functions, which answer in the language that `lang` names.
pub(super) fn register(tera: &mut Tera, languages: ByTag) {
    for (_, function, _) in PIECES {
        tera.register_function(
            function,
            |_: Kwargs, _: &State| -> tera::TeraResult<String> {
                Err(tera::Error::message("a piece of a page cannot hold others"))
            },
        );
    }
    tera.register_function("picture_sizes", |arguments: Kwargs, _: &State| {
        picture_sizes(&arguments)
    });
    let all = Arc::clone(&languages);
    tera.register_function("joint", move |arguments: Kwargs, state: &State| {
        joint(language(&all, state)?, &arguments)
    });
    let all = Arc::clone(&languages);
    tera.register_function("t", move |arguments: Kwargs, state: &State| {
        message(&all, &arguments, state)
    });
    tera.register_function(
        "number",
        move |arguments: Kwargs, state: &State| -> tera::TeraResult<String> {
            let n = arguments.must_get::<u64>("n")?;
            let number = language(&languages, state)?.locale.number(n);
            Ok(isolation::own_words(&number))
        },
    );
}

fn language<'l>(
    languages: &'l BTreeMap<String, Arc<PageLanguage>>,
    state: &State,
) -> tera::TeraResult<&'l Arc<PageLanguage>> {
    let tag = state.get::<Value>("lang")?.unwrap_or_else(Value::none);
    let found = languages.get(tag.as_str().unwrap_or_default());
    let found = found.or_else(|| languages.values().next());
    found.ok_or_else(|| tera::Error::message("the site has no language"))
}

/// `t(key="articles", count=3)`: one of the theme's messages in the page's language. `count` chooses
/// the plural form and is shown as `{ $shown }`; other arguments are put in as they are, and isolated
/// where the message stands in the text of an element.
fn message(
    languages: &BTreeMap<String, Arc<PageLanguage>>,
    arguments: &Kwargs,
    state: &State,
) -> tera::TeraResult<Value> {
    let language = language(languages, state)?;
    let key = arguments.must_get::<&str>("key")?;
    if arguments.iter().count() == 1 {
        return language.words(key).map_err(tera::Error::message);
    }
    if arguments.iter().count() == 2
        && let Ok(Some(count)) = arguments.get::<u64>("count")
    {
        return language.counted(key, count).map_err(tera::Error::message);
    }
    let locale = &language.locale;
    let mut values: Vec<(&str, Argument)> = Vec::new();
    for (name, value) in arguments.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "key") else {
            continue;
        };
        match value
            .as_u64()
            .or_else(|| value.as_i128().and_then(|n| u64::try_from(n).ok()))
        {
            Some(n) if name == "count" => {
                values.push(("count", Argument::Count(n)));
                values.push(("shown", Argument::Text(locale.number(n))));
            }
            Some(n) => values.push((name, Argument::Text(locale.digits(n)))),
            None => {
                let text = isolation::argument(value.as_str().unwrap_or_default());
                values.push((name, Argument::Text(text)));
            }
        }
    }
    locale
        .message(key, &values)
        .map(|words| Value::from(isolation::own_words(&words)))
        .map_err(tera::Error::message)
}

/// `picture_sizes(of="text")`: how wide pictures of a text, beside a `card` or of the `lead` of a front are
/// shown, for the `sizes` of an `<img>`.
fn picture_sizes(arguments: &Kwargs) -> tera::TeraResult<&'static str> {
    let place = arguments.must_get::<&str>("of")?;
    sizes(place).ok_or_else(|| tera::Error::message("`of` is not text, card or lead"))
}

/// `joint(of=article.authors, before=loop.index0)`: what the page's language writes between an item
/// and the one before it, with the spaces it needs: `" و"`; nothing before the first. Items are texts
/// or have a `name`.
fn joint(language: &PageLanguage, arguments: &Kwargs) -> tera::TeraResult<String> {
    let items = arguments.must_get::<&Value>("of")?.as_array();
    let items = items.ok_or_else(|| tera::Error::message("`of` is no list"))?;
    let name = |item: &'_ Value| -> Option<String> {
        let name = item.get_from_path("name").unwrap_or(item);
        name.as_str().map(str::to_owned)
    };
    let names: Option<Vec<String>> = items.iter().map(name).collect();
    let names = names.ok_or_else(|| {
        tera::Error::message("`of` has an item that is no text and has no `name`")
    })?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let joints = language.locale.joints(&names);
    let before = arguments.must_get::<usize>("before")?;
    let joint = before.checked_sub(1).and_then(|at| joints.get(at));
    Ok(isolation::own_words(joint.map_or("", String::as_str)))
}
