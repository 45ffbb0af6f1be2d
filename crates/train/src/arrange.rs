//! Gives each hash of a set a slot of its own.

use crate::shared::table::{Table, part, print, slot};

/// How many hashes share a shift. With more of them fewer bytes go to shifts, and a search for one takes longer.
const SHARING: usize = 4;

/// Of a thousand slots so many stay empty, to be found for the last hashes.
const EMPTY: usize = 40;

/// A table of hashes, and for each slot the number of its hash in the list. No hash may occur twice.
pub(crate) fn arranged(hashes: &[u32]) -> Result<(Table, Vec<Option<usize>>), String> {
    let slots = hashes.len() + hashes.len() * EMPTY / 1000 + 1;
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); hashes.len() / SHARING + 1];
    for (number, &hash) in hashes.iter().enumerate() {
        let group = part(hash, groups.len());
        groups[group].push(number);
    }
    let (mut shifts, mut prints) = (vec![0; groups.len()], vec![0; slots]);
    let mut taken: Vec<Option<usize>> = vec![None; slots];
    // Large groups are hard to place, so they come first, while there is room.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(groups[group].len()));
    let mut chosen = Vec::new();
    for group in order {
        let members = &groups[group];
        let shift = (0..=u16::MAX).find(|&shift| {
            chosen.clear();
            members.iter().all(|&number| {
                let slot = slot(hashes[number], shift, slots);
                let free = taken[slot].is_none() && !chosen.contains(&slot);
                chosen.push(slot);
                free
            })
        });
        shifts[group] = shift.ok_or("no arrangement of the hashes was found")?;
        for (&slot, &number) in chosen.iter().zip(members) {
            taken[slot] = Some(number);
            prints[slot] = print(hashes[number]);
        }
    }
    Ok((Table { shifts: shifts.into(), prints: prints.into() }, taken))
}

/// Appends a table to the bytes of a model.
pub(crate) fn write(table: &Table, out: &mut Vec<u8>) {
    for len in [table.shifts.len(), table.prints.len()] {
        out.extend(u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes());
    }
    out.extend(table.shifts.iter().chain(table.prints.iter()).flat_map(|number| number.to_le_bytes()));
}
