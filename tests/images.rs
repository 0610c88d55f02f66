//! What becomes of pictures: their sizes, their smaller forms, what is taken out of them and what stays.

mod support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::pictures::{PLACE, Said, bomb, corners, decoded, holds, photograph, plain, png, webp};
use support::{NOW, Random, Site, assert_same, text, tree, warraq};
use warraq::images::{Form, Format, Kind, Permits, make, probe};
use warraq::paths::SourcePath;

const CREDITS: [&str; 3] = ["كريم العطار", "وكالة المشرق & شركاؤها", "© دار النهر ٢٠٢٢"];

/// A site with an article in a folder of its own, whose lead image is `photo.jpg` and whose text shows two more.
const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Riyadh
images: {widths: [40, 80, 160], quality: 80}
//- content/local/fair/index.md
---
title: معرض الكتاب
date: 2022-01-10
slug: fair
image: {src: photo.jpg, alt: قارب عند الرصيف}
---
نص.

![منارة](light.png \"المنارة القديمة\")

وسط ![نهر](/img/river.webp) الكلام.
";

fn site(photo: Vec<u8>) -> Site {
    let site = Site::new(SITE);
    site.write("content/local/fair/photo.jpg", photo);
    site.write("content/local/fair/light.png", png(120, 80, None));
    site.write("static/img/river.webp", webp(100, 60, 1, None));
    site
}

const PAGE: &str = "public/2022/01/10/fair/index.html";
const PHOTO: &str = "public/2022/01/10/fair/photo.jpg";

fn bytes(site: &Site, path: &str) -> Vec<u8> {
    std::fs::read(site.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_picture_is_offered_in_smaller_sizes_and_in_webp_with_its_size() {
    let site = site(plain(200, 100));
    site.built(&["--quiet"]);
    let page = site.read(PAGE);
    let lead = "<picture><source type=\"image/webp\" srcset=\"/2022/01/10/fair/photo.jpg.40.webp 40w, /2022/01/10/fair/photo.jpg.80.webp 80w, /2022/01/10/fair/photo.jpg.160.webp 160w\" sizes=\"(min-width: 52em) 48em, 100vw\"><img src=\"/2022/01/10/fair/photo.jpg\" srcset=\"/2022/01/10/fair/photo.jpg.40.jpg 40w, /2022/01/10/fair/photo.jpg.80.jpg 80w, /2022/01/10/fair/photo.jpg.160.jpg 160w\" sizes=\"(min-width: 52em) 48em, 100vw\" width=\"200\" height=\"100\" alt=\"قارب عند الرصيف\" fetchpriority=\"high\"></picture>";
    assert!(page.contains(lead), "{page}");
    // A PNG itself is there for those who have no WebP; below the fold pictures wait.
    let body = "<picture><source type=\"image/webp\" srcset=\"/2022/01/10/fair/light.png.40.webp 40w, /2022/01/10/fair/light.png.80.webp 80w, /2022/01/10/fair/light.png.120.webp 120w\" sizes=\"(min-width: 52em) 48em, 100vw\"><img src=\"/2022/01/10/fair/light.png\" width=\"120\" height=\"80\" alt=\"منارة\" loading=\"lazy\" decoding=\"async\"></picture>";
    assert!(page.contains(body), "{page}");
    // A WebP has no other beside it.
    let inline = "<img src=\"/img/river.webp\" srcset=\"/img/river.webp.40.webp 40w, /img/river.webp.80.webp 80w, /img/river.webp 100w\" sizes=\"(min-width: 52em) 48em, 100vw\" width=\"100\" height=\"60\" alt=\"نهر\"";
    assert!(page.contains(inline), "{page}");
    assert!(page.contains("<meta property=\"og:image:width\" content=\"200\">"));
    assert!(page.contains("<meta property=\"og:image:height\" content=\"100\">"));
    assert!(page.contains("\"height\":\"100 px\","), "{page}");
    // Lists show it too. They wait with it, unless it is that of the lead.
    let home = site.read("public/index.html");
    assert!(home.contains("photo.jpg.80.webp 80w"), "{home}");
    assert_eq!(home.matches("fetchpriority").count(), 1, "{home}");
    let day = site.read("public/2022/01/10/index.html");
    assert!(
        !day.contains("fetchpriority") && day.contains("loading=\"lazy\""),
        "{day}"
    );
    for (path, size) in [
        ("photo.jpg.40.jpg", (40, 20)),
        ("photo.jpg.160.jpg", (160, 80)),
        ("photo.jpg.160.webp", (160, 80)),
        ("light.png.120.webp", (120, 80)),
    ] {
        let (width, height, _) = decoded(&bytes(&site, &format!("public/2022/01/10/fair/{path}")));
        assert_eq!((width, height), size, "{path}");
    }
    // Every address a page names is there.
    for part in page.split('"').flat_map(|part| part.split(", ")) {
        let address = part.split(' ').next().unwrap_or_default();
        if address.starts_with("/2022/01/10/fair/photo") || address.starts_with("/img/") {
            assert!(site.exists(&format!("public{address}")), "{address}");
        }
    }
}

#[test]
fn pictures_of_every_kind_of_colour_are_made_smaller() {
    let small = |file: &[u8]| {
        let form = Form::Fitted {
            format: Format::Webp,
            width: 8,
            height: 8,
            quality: 80,
        };
        let made = make(file, &[form], &Permits::default());
        assert!(!made.is_damaged);
        let facts = probe(&SourcePath::new("a.webp"), &made.files[0]).unwrap();
        assert_eq!((facts.kind, facts.width, facts.height), (Kind::Webp, 8, 8));
    };
    for (color, samples) in [
        (png::ColorType::Grayscale, 1),
        (png::ColorType::GrayscaleAlpha, 2),
        (png::ColorType::Rgb, 3),
        (png::ColorType::Rgba, 4),
        (png::ColorType::Indexed, 1),
    ] {
        for (depth, bits) in [
            (png::BitDepth::One, 1),
            (png::BitDepth::Eight, 8),
            (png::BitDepth::Sixteen, 16),
        ] {
            if (bits == 1 && samples > 1) || (bits == 16 && color == png::ColorType::Indexed) {
                continue;
            }
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, 16, 16);
            encoder.set_color(color);
            encoder.set_depth(depth);
            encoder.set_palette(vec![9; 6]);
            encoder.set_trns(vec![0, 120]);
            if color != png::ColorType::Indexed {
                encoder = png::Encoder::new(&mut file, 16, 16);
                encoder.set_color(color);
                encoder.set_depth(depth);
            }
            let mut writer = encoder.write_header().unwrap();
            writer
                .write_image_data(&vec![1; 16 * 16 * samples * bits / 8])
                .unwrap();
            writer.finish().unwrap();
            small(&file);
        }
    }
    use jpeg_encoder::{ColorType, Encoder};
    for (color, samples) in [
        (ColorType::Luma, 1),
        (ColorType::Rgb, 3),
        (ColorType::Cmyk, 4),
        (ColorType::CmykAsYcck, 4),
    ] {
        for progressive in [false, true] {
            let mut file = Vec::new();
            let mut encoder = Encoder::new(&mut file, 90);
            encoder.set_progressive(progressive);
            encoder
                .encode(&vec![100; 256 * samples], 16, 16, color)
                .unwrap();
            small(&file);
        }
    }
}

#[test]
fn nothing_is_made_larger_and_nothing_of_pictures_nobody_shows() {
    let site = site(plain(60, 30));
    site.write("static/img/unseen.jpg", plain(400, 300));
    site.built(&["--quiet"]);
    let made: BTreeSet<String> = tree(&site.path("public"))
        .into_keys()
        .filter(|path| path.contains(".jpg"))
        .collect();
    let folder = "2022/01/10/fair";
    let expected = [
        "photo.jpg",
        "photo.jpg.40.jpg",
        "photo.jpg.40.webp",
        "photo.jpg.60.webp",
    ];
    let expected = expected.map(|name| format!("{folder}/{name}"));
    let expected: BTreeSet<String> = expected
        .into_iter()
        .chain(["img/unseen.jpg".into()])
        .collect();
    assert_eq!(made, expected);
}

#[test]
fn a_picture_is_turned_as_the_camera_was_held() {
    // Where each quarter of the file is to be seen, by EXIF's numbers.
    let seen = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [2, 0, 3, 1],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
    ];
    let permits = Permits::default();
    for (turn, seen) in (1..).zip(seen) {
        let (width, height) = if turn < 5 { (96, 64) } else { (64, 96) };
        let said = Said {
            turn,
            ..Said::default()
        };
        for file in [
            photograph(96, 64, &said),
            png(96, 64, Some(turn)),
            webp(96, 64, turn, None),
        ] {
            let facts = probe(&SourcePath::new("a.jpg"), &file).unwrap();
            assert_eq!((facts.width, facts.height), (width, height), "{facts:?}");
            let fitted = |format| Form::Fitted {
                format,
                width: width / 2,
                height: height / 2,
                quality: 90,
            };
            let forms = [Form::Cleaned, fitted(Format::Jpeg), fitted(Format::Webp)];
            let made = make(&file, &forms, &permits);
            assert!(!made.is_damaged);
            for (form, made) in forms.iter().zip(&made.files) {
                assert_eq!(corners(made), seen, "turned {turn}, {form:?}");
                assert!(!holds(made, b"Exif"), "turned {turn}, {form:?}");
                let again = probe(&SourcePath::new("a.jpg"), made).unwrap();
                assert_eq!(again.turn, 1);
                assert!(decoded(made).0 == again.width, "{form:?}");
            }
        }
    }
}

#[test]
fn no_published_file_says_where_a_picture_was_taken() {
    let site = site(photograph(
        200,
        100,
        &Said {
            turn: 6,
            xmp: Some(CREDITS),
            iptc: Some(CREDITS),
        },
    ));
    site.write("content/local/fair/light.png", png(120, 80, Some(3)));
    site.write("static/img/river.webp", webp(100, 60, 1, Some(CREDITS)));
    site.write(
        "static/img/unseen.jpg",
        photograph(64, 64, &Said::default()),
    );
    assert!(holds(&bytes(&site, "content/local/fair/photo.jpg"), PLACE));
    site.built(&["--quiet"]);
    for (path, bytes) in tree(&site.path("public")) {
        assert!(!holds(&bytes, PLACE), "{path}");
        assert!(!holds(&bytes, b"Exif\0\0"), "{path}");
    }
    let site = Site::copy_of(site.root());
    site.write(
        "warraq.yaml",
        site.read("warraq.yaml")
            .replace("images:", "images: false #"),
    );
    site.built(&["--quiet"]);
    assert_eq!(
        bytes(&site, PHOTO),
        bytes(&site, "content/local/fair/photo.jpg")
    );
    assert!(!site.exists("public/2022/01/10/fair/photo.jpg.40.jpg"));
    assert!(!site.read(PAGE).contains("srcset"));
}

#[test]
fn a_picture_that_lies_right_keeps_its_pixels_byte_for_byte() {
    let said = Said {
        turn: 1,
        ..Said::default()
    };
    for file in [
        photograph(96, 64, &said),
        png(96, 64, None),
        webp(96, 64, 1, None),
    ] {
        let made = make(&file, &[Form::Cleaned], &Permits::default());
        assert_eq!(decoded(&made.files[0]), decoded(&file));
        assert!(made.files[0].len() < file.len());
        // What is clean is clean.
        let again = make(&made.files[0], &[Form::Cleaned], &Permits::default());
        assert_eq!(again.files[0], made.files[0]);
    }
}

#[test]
fn whose_a_picture_is_stays_with_it_and_is_named_where_the_article_names_nobody() {
    let of_xmp = Said {
        turn: 1,
        xmp: Some(CREDITS),
        iptc: None,
    };
    let of_iptc = Said {
        turn: 1,
        xmp: None,
        iptc: Some(CREDITS),
    };
    for said in [of_xmp, of_iptc] {
        let site = site(photograph(200, 100, &said));
        site.write("static/img/river.webp", webp(100, 60, 1, Some(CREDITS)));
        site.built(&["--quiet"]);
        let page = site.read(PAGE);
        assert!(
            page.contains("<bdi dir=\"rtl\">وكالة المشرق &amp; شركاؤها</bdi></small></figcaption>"),
            "{page}"
        );
        assert!(page.contains("\"copyrightNotice\":\"© دار النهر ٢٠٢٢\",\"creator\":{\"@type\":\"Person\",\"name\":\"كريم العطار\"},\"creditText\":\"وكالة المشرق \\u0026 شركاؤها\""), "{page}");
        for path in ["photo.jpg", "photo.jpg.40.jpg", "photo.jpg.40.webp"] {
            let file = bytes(&site, &format!("public/2022/01/10/fair/{path}"));
            let facts = probe(&SourcePath::new(path), &file).unwrap();
            let credits = facts.credits.unwrap();
            assert_eq!(credits.creator.as_deref(), Some(CREDITS[0]), "{path}");
            assert_eq!(credits.credit.as_deref(), Some(CREDITS[1]), "{path}");
            assert_eq!(credits.copyright.as_deref(), Some(CREDITS[2]), "{path}");
        }
        let own = site
            .read("content/local/fair/index.md")
            .replace("الرصيف}", "الرصيف, credit: سلمى}");
        site.write("content/local/fair/index.md", own);
        site.built(&["--quiet"]);
        let page = site.read(PAGE);
        assert!(
            page.contains("<bdi dir=\"rtl\">سلمى</bdi></small></figcaption>"),
            "{page}"
        );
        assert!(page.contains("\"creditText\":\"سلمى\""), "{page}");
    }
}

#[test]
fn a_picture_alone_in_a_text_names_whose_it_is_below_it() {
    let site = site(plain(60, 40));
    let credits = ["<b>&amp;", "\u{202E}نسر\u{0}", ""];
    let escaped = [
        credits[0].replace('&', "&amp;").replace('<', "&lt;"),
        credits[1].to_owned(),
        String::new(),
    ];
    let escaped = [&*escaped[0], &*escaped[1], &*escaped[2]];
    site.write("static/img/river.webp", webp(100, 60, 1, Some(escaped)));
    site.write(
        "content/local/b.md",
        "---\ntitle: خبر\ndate: 2022-01-11\nslug: b\n---\n![نهر](/img/river.webp)\n\n![نهر](/img/river.webp \"النهر\")\n",
    );
    site.built(&["--quiet"]);
    let page = site.read("public/2022/01/11/b/index.html");
    let alone = "alt=\"نهر\" loading=\"lazy\" decoding=\"async\">\n<figcaption><small><bdi dir=\"rtl\">نسر</bdi></small></figcaption>";
    assert!(page.contains(alone), "{page}");
    let captioned = "<figcaption>النهر<span class=\"dot\" aria-hidden=\"true\"> · </span><small><bdi dir=\"rtl\">نسر</bdi></small></figcaption>";
    assert!(page.contains(captioned), "{page}");
    assert!(!page.contains("<b>"));
}

#[test]
fn a_picture_of_raw_html_has_its_size_and_its_smaller_forms_too() {
    let site = site(plain(60, 40));
    site.write(
        "content/local/b.md",
        "---\ntitle: خبر\ndate: 2022-01-11\nslug: b\n---\n<figure><img src=\"/img/river.webp\" alt=\"نهر\" width=\"50\" loading=\"eager\"></figure>\n\n<img src='fair/light.png' alt=''>\n",
    );
    site.built(&["--quiet"]);
    let page = site.read("public/2022/01/11/b/index.html");
    let own = "<figure><img src=\"/img/river.webp\" alt=\"نهر\" width=\"50\" loading=\"eager\" srcset=\"/img/river.webp.40.webp 40w, /img/river.webp.80.webp 80w, /img/river.webp 100w\" sizes=\"(min-width: 52em) 48em, 100vw\" decoding=\"async\"></figure>";
    assert!(page.contains(own), "{page}");
    assert!(page.contains("/light.png.120.webp 120w\" sizes=\"(min-width: 52em) 48em, 100vw\"><img src=\"/2022/01/10/fair/light.png\" alt=\"\" width=\"120\" height=\"80\" loading=\"lazy\" decoding=\"async\"></picture>"), "{page}");
}

#[test]
fn a_drawing_and_a_film_stay_as_they_are() {
    let site = Site::new(SITE);
    let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 180\"><rect width=\"9\" height=\"9\"/></svg>";
    let gif = b"GIF89a\x90\x00\x60\x00\x00\x00\x00;".to_vec();
    site.write("content/local/fair/photo.jpg", svg);
    site.write("content/local/fair/photo.svg", svg);
    site.write("content/local/fair/light.png", &gif);
    site.write("static/img/river.webp", webp(100, 60, 1, None));
    let text = site
        .read("content/local/fair/index.md")
        .replace("photo.jpg", "photo.svg");
    site.write("content/local/fair/index.md", text);
    site.built(&["--quiet"]);
    let page = site.read(PAGE);
    assert!(
        page.contains("photo.svg\" width=\"320\" height=\"180\" alt="),
        "{page}"
    );
    assert!(
        page.contains("light.png\" width=\"144\" height=\"96\" alt="),
        "{page}"
    );
    assert_eq!(bytes(&site, "public/2022/01/10/fair/light.png"), gif);
    assert_eq!(
        bytes(&site, "public/2022/01/10/fair/photo.svg"),
        svg.as_bytes()
    );
}

#[test]
fn a_picture_is_made_once_and_a_changed_one_changes_its_own_forms() {
    let site = site(plain(200, 100));
    for day in 11..16 {
        let text = format!("---\ntitle: خبر {day}\ndate: 2022-01-{day}\nslug: n{day}\n---\nنص.\n");
        site.write(&format!("content/local/{day}.md"), text);
    }
    site.built(&["--quiet"]);
    let before = tree(&site.path("public"));
    let wrote = |site: &Site| -> BTreeSet<String> {
        let told = site.built(&["--explain"]);
        let wrote = told.lines().filter_map(|line| line.strip_prefix("wrote "));
        wrote
            .filter_map(|line| line.split([':', ' ']).next())
            .map(|path| path.rsplit('/').next().unwrap().to_owned())
            .collect()
    };
    // An edited article makes no picture again.
    let text = site.read("content/local/fair/index.md");
    site.write("content/local/fair/index.md", format!("{text}\nزيادة.\n"));
    let edited = wrote(&site);
    assert!(
        !edited.is_empty() && edited.iter().all(|name| !name.contains("jpg")),
        "{edited:?}"
    );
    site.write("content/local/fair/index.md", text);
    site.built(&["--quiet"]);
    assert_same(&tree(&site.path("public")), &before, "the text as it was");
    // Another picture of the same size: nothing but its own files.
    let mut other = plain(200, 100);
    site.write(
        "content/local/fair/photo.jpg",
        photograph(
            200,
            100,
            &Said {
                turn: 1,
                ..Said::default()
            },
        ),
    );
    let forms = [
        "",
        ".40.jpg",
        ".80.jpg",
        ".160.jpg",
        ".40.webp",
        ".80.webp",
        ".160.webp",
    ];
    let forms = forms.map(|form| format!("photo.jpg{form}"));
    assert_eq!(wrote(&site), BTreeSet::from(forms));
    // A comment is taken out: what is published is what was.
    other.splice(2..2, [0xFF, 0xFE, 0, 4, b'a', b'b']);
    site.write("content/local/fair/photo.jpg", other);
    site.built(&["--quiet"]);
    assert_same(&tree(&site.path("public")), &before, "the same picture");
}

#[test]
fn incremental_equals_clean_when_pictures_come_change_and_go() {
    for seed in 0..4 {
        let mut random = Random(seed);
        let site = site(plain(200, 100));
        let names = [
            "content/local/fair/photo.jpg",
            "content/local/fair/light.png",
            "static/img/river.webp",
        ];
        site.built(&["--quiet"]);
        for step in 0..8 {
            let name = names[random.below(names.len())];
            let (width, height) = (30 + random.below(200) as u16, 30 + random.below(90) as u16);
            let turn = 1 + random.below(8) as u8;
            let (wide, high) = (u32::from(width), u32::from(height));
            let picture = match random.below(6) {
                0 => photograph(
                    width,
                    height,
                    &Said {
                        turn,
                        xmp: Some(CREDITS),
                        iptc: None,
                    },
                ),
                1 => plain(width, height),
                2 => png(wide, high, Some(turn)),
                3 => webp(wide, high, turn, Some(CREDITS)),
                4 => plain(width, height)[..random.below(300)].to_vec(),
                _ => {
                    let widths = ["[40, 80, 160]", "[60]", "[20, 100]"][random.below(3)];
                    let quality = 50 + random.below(50);
                    let config = site.read("warraq.yaml");
                    let kept = config.lines().filter(|line| !line.starts_with("images:"));
                    let kept: String = kept.flat_map(|line| [line, "\n"]).collect();
                    site.write(
                        "warraq.yaml",
                        format!("{kept}images: {{widths: {widths}, quality: {quality}}}\n"),
                    );
                    png(wide, high, None)
                }
            };
            site.write(name, picture);
            if random.below(4) == 0 {
                // An article that shows nothing, and then shows something again.
                let hidden = site
                    .read("content/local/fair/index.md")
                    .replace("![منارة]", "[منارة]");
                let shown = site
                    .read("content/local/fair/index.md")
                    .replace("\n[منارة]", "\n![منارة]");
                site.write(
                    "content/local/fair/index.md",
                    if random.below(2) == 0 { hidden } else { shown },
                );
            }
            site.built(&["--quiet"]);
            assert_same(
                &tree(&site.path("public")),
                &site.clean(&["--quiet"]),
                &format!("seed {seed}, step {step}, {name}"),
            );
        }
        assert!(site.built(&[]).contains(" 0 written"), "seed {seed}");
    }
}

#[test]
fn the_same_pictures_come_of_any_number_of_threads() {
    let site = site(photograph(
        400,
        260,
        &Said {
            turn: 8,
            xmp: Some(CREDITS),
            iptc: None,
        },
    ));
    let one = site.clean(&["--quiet", "--jobs", "1"]);
    assert_same(
        &site.clean(&["--quiet", "--jobs", "8"]),
        &one,
        "eight threads",
    );
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
    let site = site(plain(60, 40));
    let bomb = bomb(60_000, 60_000);
    assert!(bomb.len() < 200);
    site.write("content/local/fair/light.png", bomb);
    let output = site.build(&["--quiet"]);
    let told = text(&output.stderr);
    assert!(!output.status.success());
    assert!(told.contains("error[picture-too-large]"), "{told}");
    assert!(told.contains("60000 × 60000"), "{told}");
}

#[test]
fn the_addresses_of_smaller_forms_are_no_promise() {
    let site = site(plain(200, 100));
    let locked = warraq(site.root(), &["lock", "--now", NOW]);
    assert!(locked.status.success(), "{}", text(&locked.stderr));
    site.built(&["--quiet"]);
    let config = site.read("warraq.yaml").replace("[40, 80, 160]", "[50]");
    site.write("warraq.yaml", config);
    site.built(&["--quiet"]);
    assert!(site.exists("public/2022/01/10/fair/photo.jpg.50.webp"));
    assert!(!site.exists("public/2022/01/10/fair/photo.jpg.40.webp"));
}

#[test]
fn no_damage_makes_the_program_panic_and_no_damage_lets_a_place_through() {
    let said = Said {
        turn: 6,
        xmp: Some(CREDITS),
        iptc: Some(CREDITS),
    };
    let files = [
        photograph(48, 32, &said),
        png(48, 32, Some(5)),
        webp(48, 32, 3, Some(CREDITS)),
        plain(32, 48),
        bomb(9000, 9000),
    ];
    let permits = Permits::default();
    let fitted = |format| Form::Fitted {
        format,
        width: 24,
        height: 16,
        quality: 70,
    };
    let forms = [Form::Cleaned, fitted(Format::Jpeg), fitted(Format::Webp)];
    let mut random = Random(11);
    let mut damaged = 0;
    // A panic of a decoder is caught where it is called; here it must not happen at all.
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |place| place.file());
        PANICS.fetch_add(usize::from(!file.starts_with("tests")), Ordering::Relaxed);
        told(panic);
    }));
    for round in 0..1500 {
        let mut file = files[round % files.len()].clone();
        match random.below(3) {
            0 => file.truncate(random.below(file.len())),
            1 => {
                for _ in 0..=random.below(8) {
                    let at = random.below(file.len());
                    file[at] = random.below(256) as u8;
                }
            }
            _ => {
                let at = random.below(file.len());
                let length = random.below(40).min(file.len() - at);
                file.drain(at..at + length);
            }
        }
        let facts = probe(&SourcePath::new("a.jpg"), &file);
        if facts.is_some_and(|facts| facts.width > 4000) {
            continue;
        }
        let made = make(&file, &forms, &permits);
        assert_eq!(made.files.len(), 3);
        damaged += usize::from(made.is_damaged);
    }
    assert!(damaged > 100, "{damaged}");
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}
