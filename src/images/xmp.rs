//! XMP: creator, credit and copyright are read, and written with nothing beside them.

use quick_xml::escape::escape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::credits::{Credits, told};

/// What a JPEG's segment of XMP begins with.
pub(super) const HEAD: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// No packet is longer that a camera or a picture desk writes.
const LONGEST: usize = 1024 * 1024;

/// Reads a packet; what of it cannot be read says nothing.
pub(super) fn read(packet: &[u8]) -> Credits {
    let mut credits = Credits::default();
    let text = String::from_utf8_lossy(packet.get(..LONGEST).unwrap_or(packet));
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut inside = None;
    let mut written = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                if let Some(field) = field(element.local_name().as_ref()) {
                    inside = Some(field);
                    written.clear();
                }
                attributes(&element, &mut credits);
            }
            Ok(Event::Empty(element)) => attributes(&element, &mut credits),
            Ok(Event::Text(text)) if inside.is_some() => {
                written.push_str(&text);
            }
            Ok(Event::GeneralRef(entity)) if inside.is_some() => {
                let escaped = format!("&{};", &*entity);
                written.push_str(&quick_xml::escape::unescape(&escaped).unwrap_or_default());
            }
            Ok(Event::End(element)) => {
                let name = element.local_name();
                // Creators, and a notice's languages, are items of a list.
                if name.as_ref() == "li" || field(name.as_ref()) == inside {
                    if let Some(field) = inside {
                        put(field, &written, &mut credits);
                    }
                    written.clear();
                }
                if field(name.as_ref()).is_some() {
                    inside = None;
                }
            }
            Ok(Event::Eof) | Err(_) => return credits,
            Ok(_) => {}
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Creator,
    Credit,
    Rights,
}

fn field(name: &str) -> Option<Field> {
    match name {
        "creator" => Some(Field::Creator),
        "Credit" => Some(Field::Credit),
        "rights" => Some(Field::Rights),
        _ => None,
    }
}

fn attributes(element: &quick_xml::events::BytesStart, credits: &mut Credits) {
    for attribute in element.attributes().with_checks(false).flatten() {
        if let Some(field) = field(attribute.key.local_name().as_ref()) {
            // A sign that should have been escaped stands for itself.
            let value = quick_xml::escape::unescape(&attribute.value);
            put(field, value.as_deref().unwrap_or(&attribute.value), credits);
        }
    }
}

/// Several creators are all named; of a notice in several languages the first counts.
fn put(field: Field, text: &str, credits: &mut Credits) {
    let Some(text) = told(text) else { return };
    match field {
        Field::Creator => {
            credits.creator = match credits.creator.take() {
                Some(first) => told(&format!("{first}, {text}")),
                None => Some(text),
            };
        }
        Field::Credit => credits.credit = credits.credit.take().or(Some(text)),
        Field::Rights => credits.copyright = credits.copyright.take().or(Some(text)),
    }
}

/// A packet that says whose a picture is, and nothing else of it.
pub(super) fn write(credits: &Credits) -> String {
    let mut said = String::new();
    if let Some(creator) = &credits.creator {
        said.push_str("<dc:creator><rdf:Seq><rdf:li>");
        said.push_str(&escape(&**creator));
        said.push_str("</rdf:li></rdf:Seq></dc:creator>");
    }
    if let Some(copyright) = &credits.copyright {
        said.push_str("<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">");
        said.push_str(&escape(&**copyright));
        said.push_str("</rdf:li></rdf:Alt></dc:rights>");
    }
    if let Some(credit) = &credits.credit {
        said.push_str("<photoshop:Credit>");
        said.push_str(&escape(&**credit));
        said.push_str("</photoshop:Credit>");
    }
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\">{said}</rdf:Description>\
         </rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
}
