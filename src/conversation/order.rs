//! The order that fragments are joined in, where it is not that of their messages.

use crate::scan::Form;

use super::assembly::Assembly;
use super::plausible::is_mixed;

/// Messages between a street and its town at most, of those that are remembered.
const TOWN_MESSAGES_MAX: usize = 4;

impl Assembly<'_, '_, '_> {
    /// The last service, and the last name: with what it continues ("@transfert", "_rapide").
    pub(super) fn service_and_name(&self, order: &[usize]) -> Vec<usize> {
        let is_service = |at: &usize| self.items[*at].form == Form::Service;
        let names: Vec<usize> = order.iter().filter(|at| !is_service(at)).copied().collect();
        let mut from = names.len().saturating_sub(1);
        while from > 0 && self.continues(names[from - 1], names[from]) {
            from -= 1;
        }
        let service = order.iter().rev().find(|at| is_service(at)).copied();
        service.into_iter().chain(names[from..].iter().copied()).collect()
    }

    /// Whether a name goes on with another: a sign ties them, or the first was complete and the second is no word.
    fn continues(&self, first: usize, second: usize) -> bool {
        let signs = ['_', '.', '-', '#'];
        let (before, item) = (&self.items[first], &self.items[second]);
        let pure = self.messages[item.said].loose <= 1;
        let tied = item.text.starts_with(signs) || before.text.ends_with(signs);
        pure && (tied || (self.was_complete(first) && is_mixed(item.text)))
    }

    fn was_complete(&self, at: usize) -> bool {
        self.complete.iter().any(|complete| complete.items.contains(&at))
    }

    /// The last words for a meeting, and what came with and after them.
    pub(super) fn call_and_code(&self, order: &[usize]) -> Vec<usize> {
        let is_call = |at: &usize| matches!(self.items[*at].form, Form::Call | Form::Service);
        let Some(call) = order.iter().rev().find(|at| is_call(at)).copied() else { return Vec::new() };
        let since = self.items[call].said;
        let code = order.iter().filter(|at| !is_call(at) && self.items[**at].said >= since).copied();
        [call].into_iter().chain(code).collect()
    }

    /// The last street, its number where that was said right before, and its town.
    pub(super) fn street_and_town(&self, order: &[usize]) -> Vec<usize> {
        let form = |at: &usize| self.items[*at].form;
        let Some(street) = order.iter().rev().find(|at| form(at) == Form::Street).copied() else { return Vec::new() };
        let numbered = self.items[street].text.bytes().any(|b| b.is_ascii_digit());
        let before = order.iter().filter(|at| **at < street).max().copied();
        let house = before.filter(|at| !numbered && self.is_house(*at, street));
        let near = |at: &&usize| {
            form(at) == Form::Town && self.items[**at].said.abs_diff(self.items[street].said) <= TOWN_MESSAGES_MAX
        };
        let after = order.iter().filter(|at| **at > street).find(near);
        let town = after.or_else(|| order.iter().rev().find(near)).copied();
        house.into_iter().chain([street]).chain(town).collect()
    }

    /// Whether figures are all that the message before the street's says.
    fn is_house(&self, at: usize, street: usize) -> bool {
        let item = &self.items[at];
        let said = self.messages[item.said];
        let figures = !item.doubt && item.text.bytes().all(|b| b.is_ascii_digit());
        let adjacent = item.said + 1 == self.items[street].said && said.sender == self.messages[item.said + 1].sender;
        figures && adjacent && said.loose == 0
    }
}
