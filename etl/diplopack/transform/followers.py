"""Groups and bodies that are told of by who leads, commands or sends those whom a phrase names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diplopack.transform.discourse import BODIES
from diplopack.transform.references import ReferenceReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from diplopack.transform.discourse import Actor

FOES = frozenset({"INS", "REB", "UAF", "SEP", "CRM"})
ARMED = FOES | {"MIL"}
_LEADING = frozenset({"lead", "head", "command"})
_TIED = frozenset({"link", "tie", "loyal", "ally", "affiliate", "allied", "affiliated", "linked"})
# What is of the body that is told after it, wherever it stands: "the Iraqi branch of al-Qaida".
_BRANCHES = frozenset("branch wing arm affiliate offshoot chapter cell faction franchise".split())
_GROUPS = frozenset("militia group movement organization organisation rebel guerrilla militant insurgent".split())
_HELPERS = frozenset("aide adviser advisor assistant successor".split())


class FollowerReader(ReferenceReader):
    """The parties that people belong to by what their phrase tells of their leaders."""

    def _whole(self, head: int, role: str) -> tuple[Actor, ...]:
        """Whose part a role noun is: the body it is a branch of, the group or the state that fighters are loyal to."""
        parse = self.parse
        lemma = parse.lemmas[head]
        if lemma in self.roles.weak or lemma in self.roles.collective:
            words = ("of", "from", "for", "in", "with", *(("to",) if lemma in _HELPERS else ()))
            inner = self._through(head, *words) or self._led(head)
            owners = self.phrases.owners(head, before_only=True)
            bare = role and all(actor.code == actor.country for actor in inner)
            if (lemma == "chief" and "staff" in parse.lemmas_below(head)) or (lemma == "rival" and role == "OPP"):
                inner = ()  # a chief of staff is none of the workers, nor a president's rival of his government
            branch = lemma in _BRANCHES and any(actor.code != actor.country for actor in inner)
            return inner if (branch or not owners) and not bare else ()
        if role not in ARMED:
            return ()
        followed = self._led(head)
        group = tuple(actor for actor in followed if is_group(actor))
        loyal = any(parse.lemmas[word] == "loyal" for word in parse.kids(head, "amod", "acl"))
        state = next((actor.country for actor in followed if actor.country), None) if loyal else None
        if group or state is None or self.phrases.owners(head, before_only=True):
            return group
        plural = parse.tags[head] in {"NNS", "NNPS"}  # "forces loyal to the president"
        return (self.actor(state + role, state, role, self.phrases.first_word(head), head, plural=plural),)

    def _led(self, head: int) -> tuple[Actor, ...]:
        """The party that a group is told to follow: "a group led by Abu Sayyaf commanders"."""
        parse = self.parse
        makers = [maker for verb in parse.kids(head, "acl") for maker in parse.kids(verb, "agent")]
        leaders = [leader for maker in makers for leader in parse.kids(maker, "pobj")]
        led = [leader for leader in leaders if parse.lemmas[parse.heads[parse.heads[leader]]] in _LEADING]
        tied = [verb for verb in parse.kids(head, "acl", "amod") if parse.lemmas[verb] in _TIED]
        led += [
            with_whom for verb in tied for word in parse.kids(verb, "prep") for with_whom in parse.kids(word, "pobj")
        ]
        found = self.parties(led[0]) if led else ()
        first = self.phrases.first_word(head)
        own = self.roles.strong.get(parse.lemmas[head])
        if own and any(actor.person and actor.country for actor in found):  # "mobs loyal to the president"
            return tuple(
                self.actor(f"{actor.country}{own}", actor.country, own, first, head, plural=True)
                for actor in found
                if actor.country
            )
        return tuple(self._refer(replace(actor, person=False, surname=""), first, head) for actor in found)

    def _followed(self, head: int) -> tuple[Actor, ...]:
        """The armed group whose leader stands before his men: "Zarqawi's fighters"."""
        parse = self.parse
        his = frozenset({"his"}) if parse.tags[head] in {"NNS", "NNPS"} else frozenset()
        first = self.phrases.first_word(head)
        return tuple(
            self._refer(replace(actor, person=False, surname=""), first, head)
            for actor in self._leaders_before(head, his)
            if actor.code.startswith("IMG") or actor.role in {"REB", "INS", "UAF"}
        )

    def _sent(self, head: int) -> tuple[Actor, ...]:
        """The body whose chief somebody speaks or travels for: "Kofi Annan's special envoy to Cyprus"."""
        chiefs = [actor for actor in self._leaders_before(head) if actor.code.startswith("IGO")]
        return tuple(self._refer(actor, self.phrases.first_word(head), head) for actor in chiefs)

    def _leaders_before(self, head: int, pronouns: AbstractSet[str] = frozenset()) -> Iterator[Actor]:
        """The persons whose name, or one of some pronouns, stands before those who are theirs."""
        parse = self.parse
        for child in parse.kids(head, "poss"):
            if parse.pos[child] == "PROPN" or parse.lower[child] in pronouns:
                yield from (actor for actor in self.parties(child) or self._pronoun(child) if actor.person)

    def _group_named_before(self, head: int, role: str) -> Actor | None:
        """The only armed group, or union of states, named before "the militia", "the bloc"."""
        parse = self.parse
        if parse.kids(head, "amod", "compound", "prep", "acl", "relcl") or parse.lemmas[head] not in _GROUPS | BODIES:
            return None
        named = {match.name.code: match.name for token, match in self.match_at.items() if token < head}
        union = parse.lemmas[head] in BODIES
        groups = [name for name in named.values() if name.kind == "group" and not union]
        groups += [name for name in named.values() if name.code.startswith("IGO") and union]
        if len(groups) != 1:
            return None
        name = groups[0]
        return self.actor(name.code, name.country, name.role or role, self.phrases.first_word(head), head)


def is_group(actor: Actor) -> bool:
    """Whether a party is an armed group or party with a code of its own."""
    return actor.code.startswith("IMG") or actor.code not in {actor.country, f"{actor.country}{actor.role}", actor.role}
