//! The cheapest way to read all marks.

use super::mark::{Glyph, Mark, Side};

/// What a mark is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It opens a quotation.
    Open,
    /// It opens a quotation inside another with the same kind of mark.
    OpenInner,
    /// It opens a quotation although the one before was never closed.
    Reopen,
    /// It opens a paragraph of a quotation that goes on from the paragraph before.
    Continue,
    /// It closes a quotation.
    Close,
    /// It closes a quotation that was never opened.
    CloseUnopened,
    /// It is one too many.
    Superfluous,
    /// It is no quotation mark but an inch or a second.
    Prime,
}

/// The cheapest reading of the marks of a document.
#[derive(Debug)]
pub(super) struct Reading {
    /// The role of each mark.
    pub(super) roles: Vec<Role>,
    /// How much more the cheapest reading costs in which the mark has another role.
    pub(super) margins: Vec<u32>,
    /// For each mark: the quotation that is open there ends with its paragraph, without a mark.
    pub(super) left_open: Vec<bool>,
}

/// How many quotations may be open in one another.
const DEPTHS: usize = 3;
/// A state that cannot be reached.
const NEVER: u32 = u32::MAX / 4;

/// A partner that is missing.
const MISSING: u32 = 6;
/// A mark too many.
const SUPERFLUOUS: u32 = 6;
/// The second of two marks side by side.
const TWIN: u32 = 1;
/// A closing mark between a possessive and its noun.
const SPLIT: u32 = 2;
/// A mark too many after the last stop of a paragraph, where a closing mark is at home.
const AT_HOME: u32 = 10;
/// A mark that looks the other way.
const TURNED: u32 = 3;
/// White space between a mark and the quotation.
const SPACED: u32 = 2;
/// A quotation in a quotation with the same marks.
const INNER: u32 = 5;
/// A paragraph of a quotation that does not begin with a mark.
const CARRIED: u32 = 3;
/// Nothing stands on the side where the quotation should be.
const NOTHING: u32 = 7;

type Costs = [u32; DEPTHS];

/// Reads the marks.
pub(super) fn cheapest(marks: &[Mark]) -> Reading {
    let forward = forward(marks);
    let backward = backward(marks);
    let mut reading = Reading { roles: Vec::new(), margins: Vec::new(), left_open: vec![false; marks.len()] };
    let mut depth = 0;
    for (at, mark) in marks.iter().enumerate() {
        let entered = enter(marks, at, depth, &backward);
        if at > 0 && depth > 0 && entered == 0 {
            reading.left_open[at - 1] = true;
        }
        let total = |(role, next): (Role, usize)| price(mark, role) + backward[at + 1][next];
        let best = moves(entered, mark).min_by_key(|&step| total(step));
        // From every depth a mark can at least be superfluous, so there always is a move.
        let (role, next) = best.unwrap_or((Role::Superfluous, entered));
        let cheapest = forward[at][entered] + total((role, next));
        reading.margins.push(other(mark, role, at, &forward, &backward).saturating_sub(cheapest));
        reading.roles.push(role);
        depth = next;
    }
    if depth > 0
        && let Some(last) = reading.left_open.last_mut()
    {
        *last = true;
    }
    reading
}

/// The cheapest total in which mark `at` has another role than `role`.
fn other(mark: &Mark, role: Role, at: usize, forward: &[Costs], backward: &[Costs]) -> u32 {
    let totals = (0..DEPTHS).flat_map(|from| {
        moves(from, mark)
            .filter(|&(other, _)| other != role)
            .map(move |(other, next)| forward[at][from] + price(mark, other) + backward[at + 1][next])
    });
    totals.min().unwrap_or(NEVER)
}

/// The depth in which mark `at` is met, coming from `depth` behind the mark before: the paragraphs between may end
/// the quotation.
fn enter(marks: &[Mark], at: usize, depth: usize, backward: &[Costs]) -> usize {
    let onward = |to: usize| {
        moves(to, &marks[at])
            .map(|(role, next)| price(&marks[at], role) + backward[at + 1][next])
            .min()
            .unwrap_or(NEVER)
    };
    (0..=depth).min_by_key(|&to| between(marks, at, depth, to).saturating_add(onward(to))).unwrap_or(depth)
}

/// `forward[at][depth]`: the cheapest way to meet mark `at` with `depth` quotations open.
fn forward(marks: &[Mark]) -> Vec<Costs> {
    let mut costs = Vec::with_capacity(marks.len());
    let mut behind = [0, NEVER, NEVER];
    for (at, mark) in marks.iter().enumerate() {
        let mut met = [NEVER; DEPTHS];
        for (from, &cost) in behind.iter().enumerate() {
            for (to, met) in met.iter_mut().enumerate().take(from + 1) {
                *met = cost.saturating_add(between(marks, at, from, to)).min(*met);
            }
        }
        costs.push(met);
        behind = [NEVER; DEPTHS];
        for (from, &cost) in met.iter().enumerate() {
            for (role, next) in moves(from, mark) {
                behind[next] = behind[next].min((cost + price(mark, role)).min(NEVER));
            }
        }
    }
    costs
}

/// `backward[at][depth]`: the cheapest way from the place before mark `at` (behind mark `at - 1`) to the end with
/// `depth` quotations open. It has one entry more than there are marks, for the end of the document.
fn backward(marks: &[Mark]) -> Vec<Costs> {
    let mut costs = vec![[0, MISSING, 2 * MISSING]; marks.len() + 1];
    for (at, mark) in marks.iter().enumerate().rev() {
        let onward: Costs = std::array::from_fn(|depth| {
            moves(depth, mark).map(|(role, next)| price(mark, role) + costs[at + 1][next]).min().unwrap_or(NEVER)
        });
        costs[at] = std::array::from_fn(|from| {
            (0..=from)
                .map(|to| between(marks, at, from, to).saturating_add(onward[to]).min(NEVER))
                .min()
                .unwrap_or(NEVER)
        });
    }
    costs
}

/// The price of what lies between mark `at` and the mark before it, when `from` quotations were open and `to` are.
fn between(marks: &[Mark], at: usize, from: usize, to: usize) -> u32 {
    let ended = u32::try_from(from - to).unwrap_or_default() * MISSING;
    let previous = at.checked_sub(1).map_or(0, |before| marks[before].block);
    let paragraphs = marks[at].block - previous;
    if paragraphs == 0 {
        return if from == to { 0 } else { NEVER };
    }
    if to == 0 {
        return ended;
    }
    let bare = paragraphs - usize::from(marks[at].leads);
    ended + CARRIED * u32::try_from(bare.min(100)).unwrap_or_default()
}

/// The roles that a mark can have when `depth` quotations are open, with the depth behind it.
fn moves(depth: usize, mark: &Mark) -> impl Iterator<Item = (Role, usize)> {
    let goes_on = depth > 0 && mark.leads;
    let may_be_prime = mark.left == Side::Digit && mark.glyph != Glyph::Open;
    [
        (depth == 0).then_some((Role::Open, 1)),
        (depth == 1).then_some((Role::OpenInner, 2)),
        (depth == 1).then_some((Role::Reopen, 1)),
        goes_on.then_some((Role::Continue, depth)),
        (depth > 0).then(|| (Role::Close, depth - 1)),
        (depth == 0).then_some((Role::CloseUnopened, 0)),
        Some((Role::Superfluous, depth)),
        may_be_prime.then_some((Role::Prime, depth)),
    ]
    .into_iter()
    .flatten()
}

fn price(mark: &Mark, role: Role) -> u32 {
    match role {
        Role::Open | Role::Continue => opening(mark),
        Role::OpenInner => opening(mark) + INNER,
        Role::Reopen => opening(mark) + MISSING,
        Role::Close => closing(mark),
        Role::CloseUnopened => closing(mark) + MISSING,
        Role::Superfluous if mark.twin => TWIN,
        Role::Superfluous if mark.splits_possessive && mark.glyph != Glyph::Open => SPLIT,
        Role::Superfluous if mark.ends && mark.after_stop => AT_HOME,
        Role::Superfluous => SUPERFLUOUS,
        Role::Prime => 1,
    }
}

fn opening(mark: &Mark) -> u32 {
    let left = match mark.left {
        Side::Letter | Side::Digit | Side::CloseBracket => 3,
        Side::Stop | Side::Ellipsis => 2,
        _ => 0,
    };
    let right = match mark.right {
        Side::Edge => NOTHING,
        Side::Space => SPACED,
        Side::Stop | Side::CloseBracket => 2,
        _ => 0,
    };
    let turned = if mark.glyph == Glyph::Close { TURNED } else { 0 };
    left + right + turned
}

fn closing(mark: &Mark) -> u32 {
    let left = match mark.left {
        Side::Edge => NOTHING,
        Side::OpenBracket => 4,
        Side::Space => SPACED,
        _ => 0,
    };
    let right = match mark.right {
        Side::Letter | Side::Digit => 2,
        Side::OpenBracket => 1,
        _ => 0,
    };
    let turned = if mark.glyph == Glyph::Open { TURNED } else { 0 };
    left + right + turned
}

/// Whether reading the mark this way means that it looks the wrong way.
pub(super) fn is_turned(mark: &Mark, role: Role) -> bool {
    match role {
        Role::Open | Role::OpenInner | Role::Reopen | Role::Continue => mark.glyph == Glyph::Close,
        Role::Close | Role::CloseUnopened => mark.glyph == Glyph::Open,
        Role::Superfluous | Role::Prime => false,
    }
}

/// Whether reading the mark this way means that white space parts it from its quotation.
pub(super) fn is_spaced(mark: &Mark, role: Role) -> bool {
    match role {
        Role::Open | Role::OpenInner | Role::Reopen | Role::Continue => mark.right == Side::Space,
        Role::Close | Role::CloseUnopened => mark.left == Side::Space,
        Role::Superfluous | Role::Prime => false,
    }
}
