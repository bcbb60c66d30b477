//! Generated texts through strings and bytes: characters of all planes, lone surrogates at every edge, and bytes that
//! are no UTF-8. The seeds are fixed, so that what fails fails again.

use crate::codecs::Random;
use acceptance::{Function, Program, Target, for_each_target, for_targets};
use lambda_emulator::Event;
use std::fmt::Write;

for_each_target!(
    carries_texts_of_all_planes,
    replaces_lone_surrogates_where_they_stand,
);

for_targets!(
    [jvm_strings: Jvm Natives, image_strings: Image Natives],
    [makes_strings_that_equal_javas]
);

const ROUNDS: usize = 60;

/// Sizes at which another way is taken, in bytes or in UTF-16 units, and one beyond them all.
const EDGES: [usize; 5] = [1, 4096, 8192, 131_072, 400_000];

fn makes_strings_that_equal_javas(target: Target) {
    let function = Function::start(target);
    for size in [100, 4096, 200_000] {
        for end in ["", "é", "\u{ff}", "\u{100}", "€", "😀"] {
            let event = format!("scenario:equals:{}{end}", "x".repeat(size));
            assert_eq!(function.respond_text(event.as_str()), "true", "{size}, {end}");
        }
    }
}

/// Widths of one to four bytes, and the first and last of each.
fn character(random: &mut Random) -> char {
    const EDGES: &str = "\u{0}\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{fffd}\u{ffff}\u{10000}\u{10ffff}";
    let below = |random: &mut Random, bound: usize| u32::try_from(random.below(bound)).unwrap_or(0);
    let (plane, within) = (below(random, 17), below(random, 0x10000));
    let character = match random.below(4) {
        0 => EDGES.chars().nth(random.below(EDGES.chars().count())),
        1 => char::from_u32(within),
        2 => char::from_u32(within % 0x800),
        _ => char::from_u32(plane << 16 | within),
    };
    character.unwrap_or('\u{fffd}')
}

/// Around an edge, of ASCII with other characters in between, seldom or always.
fn text(random: &mut Random, edge: usize) -> String {
    let size = edge + random.below(9);
    let others = [1, 2, 100, 5000, usize::MAX][random.below(5)];
    let mut text = String::with_capacity(size + 4);
    while text.len() < size {
        text.push(match random.below(others) {
            0 => character(random),
            _ => 'a',
        });
    }
    text
}

fn carries_texts_of_all_planes(target: Target) {
    let function = Function::start(target);
    let mut random = Random(0x1d87_2b41_55a3_9e0f);
    for round in 0..ROUNDS {
        let mut bytes = text(&mut random, EDGES[round % EDGES.len()]).into_bytes();
        if round % 4 == 3 {
            // In the middle of a character, too.
            let place = random.below(bytes.len());
            bytes[place] = [0x80, 0xc3, 0xed, 0xf4, 0xff][random.below(5)];
        }
        let response = function.respond(Event::new(bytes.clone()));
        let expected = match target.program {
            Program::Natives => String::from_utf8_lossy(&bytes).into_owned().into_bytes(),
            _ => bytes,
        };
        assert!(response == expected, "round {round}, {} bytes", expected.len());
    }
    function.goes_on();
}

fn replaces_lone_surrogates_where_they_stand(target: Target) {
    let function = Function::start(target);
    let mut random = Random(0x6a09_e667_f3bc_c908);
    for round in 0..ROUNDS {
        let length = 4096 * random.below(4) + random.below(3);
        let mut units: Vec<u16> = (0..length).map(|_| 0x61).collect();
        // A pair, halves of one, and two of the same half, at the edges of what is taken at a time and anywhere.
        for edge in (0..=length)
            .step_by(4096)
            .chain([length, random.below(length + 1)])
        {
            for unit in &mut units[edge.saturating_sub(2)..(edge + 2).min(length)] {
                *unit = [0xd83d, 0xde00, 0xd800, 0xdfff, 0x61, 0xe9, 0x4e16][random.below(7)];
            }
        }
        let expected: String = char::decode_utf16(units.iter().copied())
            .map(|unit| unit.unwrap_or('?'))
            .collect();
        let mut event = "scenario:utf16:".to_owned();
        for (index, unit) in units.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(event, "{space}{unit:04x}").expect("a String takes everything");
        }
        let response = function.respond_text(event.as_str());
        assert!(response == expected, "round {round}, {length} units");
    }
}
