//! What the places of a text say of one person in, the person's role and body out.

use super::Description;
use crate::attribution::resolve::office::{by_office, by_role};
use crate::attribution::resolve::scene::{Profile, Scene};
use crate::lexicon::names::Class;
use crate::text::fold::fold;

/// Chooses among the descriptions of one person.
pub(in crate::attribution::resolve) fn profile(scene: &Scene, descriptions: Vec<Description>) -> Profile {
    let view = &scene.view;
    let best = |least: u8, most: u8| {
        descriptions.iter().filter(|description| (least..=most).contains(&description.worth)).max_by(|a, b| {
            let rank = |d: &Description| {
                let office = d.head.is_some_and(|head| view.is(head, Class::OFFICE.or(Class::TITLE)));
                let now = !d.role.clone().any(|token| view.is(token, Class::PAST));
                (d.worth, now, d.organization.is_some(), office, d.role.len().min(8))
            };
            rank(a).cmp(&rank(b)).then(b.role.start.cmp(&a.role.start))
        })
    };
    let main = best(2, 9);
    let title = best(1, 1);
    let text = |description: &Description| {
        let role = &description.role;
        view.text(role.clone()).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // "President Venn, candidate": the office by which one is named again and again stands alone.
    let named_by = |title: &Description| {
        let head = title.head.map(|head| view.form(head));
        let office = title.head.is_some_and(|head| view.is(head, Class::OFFICE));
        office && descriptions.iter().filter(|other| other.head.map(|head| view.form(head)) == head).count() > 1
    };
    let role = match (main, title) {
        (Some(main), Some(title)) if named_by(title) && !main.head.is_some_and(|head| view.is(head, Class::OFFICE)) => {
            Some(text(title))
        }
        (Some(main), Some(title)) if !text(main).to_lowercase().contains(&text(title).to_lowercase()) => {
            Some(format!("{}, {}", text(title), text(main)))
        }
        (Some(main), _) => Some(text(main)),
        (None, Some(title)) => Some(text(title)),
        (None, None) => best(0, 0).filter(|description| description.head.is_none()).map(text),
    }
    .filter(|role| !role.is_empty());
    let generic = |d: &Description| d.role.len() == 1 && view.is(d.role.start, Class::GENERIC);
    let role = role.filter(|_| !main.or(title).is_some_and(generic));
    let organization = main
        .and_then(|main| main.organization.clone())
        .map(|organization| longest_name(scene, organization, &descriptions))
        .or_else(|| descriptions.iter().find_map(|description| description.organization.clone()))
        .or_else(|| descriptions.iter().find_map(|description| by_office(scene, description)))
        .or_else(|| descriptions.iter().find_map(|description| by_role(scene, description)));
    let left = main.is_some_and(|main| main.left);
    Profile { descriptions, role, organization, left }
}

/// The longest of the names that descriptions have of a well-known body ("Joint Chiefs", "Joint Chiefs of Staff").
fn longest_name(scene: &Scene, organization: String, descriptions: &[Description]) -> String {
    let bodies = &scene.view.names.bodies;
    let known = |name: &str| bodies.get(fold(name).as_str()).map(|known| known.body);
    let Some(body) = known(&organization) else { return organization };
    let others = descriptions.iter().filter_map(|description| description.organization.as_deref());
    let longest = others.filter(|other| known(other) == Some(body)).max_by_key(|other| other.len());
    longest.filter(|longest| longest.len() > organization.len()).map(str::to_owned).unwrap_or(organization)
}
