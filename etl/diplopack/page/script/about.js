// What the package says of itself: the lead, the files beside the page, how to cite it.

(() => {
  const about = content.package;
  byId("lead").append(`${about.description ?? ""} `, make("span", { class: "version" }, `Version ${about.version}.`));
  byId("legend").append(...QUADS.map((name, quad) => make("li", {}, make("span", { class: `sign q${quad + 1}`, "aria-hidden": "true" }, SIGNS[quad]), ` ${name}`)));

  if (content.tally) {
    const note = byId("sampled");
    const rounded = period === "day" ? "" : ` Dates are counted by ${period}.`;
    note.textContent = `The counts and the charts are of all ${plural(content.total, "event")}. The list holds the sentences of ${number(listed.length)} of them, a sample chosen by their identifiers; search looks through those only, and so do the charts while you search.${rounded} All events are in the files below.`;
    note.hidden = false;
  }

  const size = (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`);
  const link = (file) => {
    const facts = file.parts ? `${plural(file.parts, "Parquet file")}, one a year, ${size(file.bytes)}` : size(file.bytes);
    const own = make("span", { class: "value" }, ` ${facts}`);
    // A folder cannot be downloaded, and is shown by some servers only.
    return file.parts ? make("span", {}, file.path, own) : make("a", { href: file.path, download: true }, file.path, own);
  };
  byId("files").append(
    make(
      "dl",
      { class: "files" },
      ...content.files.flatMap(({ title, description, rows, files }) => [
        make("dt", {}, title, " ", make("span", { class: "value" }, plural(rows, "row"))),
        make("dd", {}, make("p", {}, description), make("p", { class: "links" }, ...files.flatMap((file) => [link(file), " "]))),
      ]),
      make("dt", {}, "Description"),
      make("dd", {}, make("p", {}, "Every file and column, as a Frictionless data package."), make("p", { class: "links" }, make("a", { href: "datapackage.json", download: true }, "datapackage.json"))),
    ),
  );

  const authors = (about.contributors ?? []).filter(({ roles }) => !roles || roles.includes("creator")).map(({ title }) => title);
  const licences = (about.licenses ?? []).map(({ name, title }) => title ?? name);
  const citation = `${authors.join(", ")}. ${about.title}. Data set, version ${about.version}. Licence: ${licences.join(", ")}.`;
  const braced = (text) => text.replace(/[{}\\]/g, "");
  const bibtex = `@misc{${about.name}-${about.version},\n  author = {${authors.map((name) => `{${braced(name)}}`).join(" and ")}},\n  title = {${braced(about.title)}},\n  version = {${about.version}},\n  note = {Data set, ${braced(licences.join(", "))}}\n}`;
  byId("citation").append(
    ...[["Text", citation], ["BibTeX", bibtex]].map(([name, text]) => {
      const words = make("pre", { tabindex: 0, "aria-label": name }, text);
      return make("div", { class: "quote" }, make("h3", {}, name), copyButton(name, text, words), words);
    }),
    make("p", { class: "hint" }, about.rights ?? ""),
  );

  function copyButton(name, text, words) {
    const button = make("button", { type: "button", "aria-label": `Copy the citation as ${name}` }, "Copy");
    button.addEventListener("click", async () => {
      getSelection().selectAllChildren(words); // so that it can be copied by hand where the browser refuses
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Selected";
      }
      byId("status").textContent = `${name} ${button.textContent.toLowerCase()}.`;
    });
    return button;
  }
})();
