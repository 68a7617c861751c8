let tag = document.documentElement.lang === "en" ? "en" : "nl";
let say = words[tag];
const main = document.getElementById("main");
const frontEnd = document.body.dataset.frontEnd;
const switcher = document.getElementById("language");

function make(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

function show(title, ...content) {
  const heading = make("h1", { textContent: title, tabIndex: -1 });
  main.replaceChildren(heading, ...content);
  document.title = title;
  heading.focus();
}

const paragraph = (text) => make("p", { textContent: text });
const good = (text) => make("div", { className: "notice done" }, paragraph(text));
const bad = (text) => make("div", { className: "notice", role: "alert" }, paragraph(text));
const link = (hash, text) => make("a", { href: hash, textContent: text });
const links = (...all) => make("div", { className: "more" }, ...all.map((it) => make("p", {}, it)));

const inWords = (instant, options) => new Date(instant)
  .toLocaleString(tag === "nl" ? "nl-NL" : "en-GB", { timeZone: "Europe/Amsterdam", ...options });
const moment = (instant) => inWords(instant, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
const day = (instant) => inWords(instant, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

async function ask(path, request = {}) {
  const headers = { Accept: "application/json", "Accept-Language": tag, ...request.headers };
  const answer = await fetch(`v1/${path}`, { ...request, headers, cache: "no-store" }).catch(() => null);
  if (!answer) return { problem: { detail: say.offline } };
  const text = await answer.text();
  let value = null;
  try { value = text && JSON.parse(text); } catch { value = { detail: say.offline }; }
  return answer.ok ? { value } : { problem: value || { detail: say.offline } };
}

function send(path, body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  return ask(path, { method: "POST", headers, body: body && JSON.stringify(body) });
}

// A field with its label, its hint and a place for what is wrong with it.
function field(name, type, label, options = {}) {
  const id = `field-${name}`;
  const input = make("input", { id, name, type, value: options.value || "", readOnly: !!options.fixed });
  input.autocomplete = options.autocomplete || "off";
  input.required = true;
  const wrong = make("p", { className: "wrong", id: `${id}-wrong`, hidden: true });
  const parts = [make("label", { htmlFor: id, textContent: label })];
  const about = [wrong.id];
  if (options.hint) {
    parts.push(make("p", { className: "hint", id: `${id}-hint`, textContent: options.hint }));
    about.unshift(`${id}-hint`);
  }
  input.setAttribute("aria-describedby", about.join(" "));
  parts.push(input, wrong);
  if (type === "password") {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => { input.type = box.checked ? "text" : "password"; });
    parts.push(make("label", { className: "check" }, box, say.show));
  }
  return make("div", { className: "field" }, ...parts);
}

// The API's sentences begin small and have no end.
function whole(sentence) {
  return sentence && sentence[0].toUpperCase() + sentence.slice(1) + (/[.!?]$/.test(sentence) ? "" : ".");
}

function complain(input, sentence) {
  const wrong = document.getElementById(`${input.id}-wrong`);
  wrong.textContent = whole(sentence);
  wrong.hidden = !sentence;
  if (sentence) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
}

// What is missing or no address is told before anything is sent.
function complaints(form) {
  const inputs = [...form.elements].filter((it) => it.name);
  const wrong = inputs.filter((input) => {
    const empty = !input.value.trim();
    const sentence = empty ? say.required : input.validity.typeMismatch ? say.badEmail : "";
    complain(input, sentence);
    return sentence;
  });
  if (wrong.length) wrong[0].focus();
  return wrong.length;
}

function form(fields, button, act) {
  const notice = make("div", { className: "notice", role: "alert", hidden: true });
  const submit = make("button", { className: "button", type: "submit", textContent: button });
  const made = make("form", { noValidate: true }, notice, ...fields, submit);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    notice.hidden = true;
    if (complaints(made)) return;
    submit.disabled = true;
    submit.textContent = say.wait;
    const problem = await act(Object.fromEntries(new FormData(made)));
    submit.disabled = false;
    submit.textContent = button;
    if (problem && made.isConnected) refuse(made, notice, problem);
  });
  return made;
}

// Each violation beside its field; everything else above them.
function refuse(made, notice, problem) {
  let first = null;
  const sentences = new Map();
  for (const error of problem.errors || []) {
    const input = made.elements[error.location.slice(1)];
    if (input) sentences.set(input, [...(sentences.get(input) || []), whole(error.detail)]);
  }
  for (const [input, all] of sentences) {
    complain(input, all.join(" "));
    first = first || input;
  }
  const sentence = problem.code === "wrong-credentials" ? say.wrongCredentials : problem.detail;
  notice.replaceChildren(paragraph(first ? say.fix : whole(sentence)));
  notice.hidden = false;
  (first || made.elements.password || made.querySelector("input") || notice).focus();
}

// Where whoever has an account goes on.
const toSignIn = () => frontEnd ? [link(frontEnd, say.goOn)] : [say.signInThere, link("#home", say.home)];

// The code was used: it does not stay in the history of the browser.
function done(title, sentence, next = toSignIn()) {
  history.replaceState(null, "", location.pathname);
  show(title, good(sentence), links(...next));
}

const password = (autocomplete) => autocomplete === "new-password"
  ? field("password", "password", say.newPassword, { hint: say.passwordHint, autocomplete })
  : field("password", "password", say.password, { autocomplete });
const address = (value, fixed) => field("email", "email", say.email, { value, fixed, autocomplete: "username" });

function home() {
  show(say.home, paragraph(say.homeText), links(link("#links", say.toLinks), link("#forgotten", say.toForgotten), link("#new", say.toNew)));
}

function request(title, text, fields, button, path) {
  const act = async (body) => {
    const { problem } = await send(path, body);
    if (problem) return problem;
    show(say.sent, good(say.sentText(body.email)), links(link("#home", say.back)));
    return null;
  };
  show(title, paragraph(text), form(fields, button, act));
}

function lost(kind, problem) {
  if (problem.code !== "code-not-usable" && problem.code !== "invalid-request") {
    show(say.problem, bad(whole(problem.detail)), links(link("#home", say.home)));
    return;
  }
  const about = { invitation: say.lostInvitation, confirm: say.lostConfirm, reset: say.lostReset }[kind];
  const signIn = frontEnd ? [link(frontEnd, say.goOn)] : [link("#home", say.home)];
  const next = { invitation: signIn, confirm: [...signIn, link("#new", say.toNew)], reset: [link("#forgotten", say.toForgotten)] }[kind];
  show(say.lost, paragraph(say.lostText), paragraph(about), links(...next));
}

function placed(it) {
  const role = it.role.endsWith("administrator") ? say.administrator : say.editor;
  return [role, (it.organiser || it.board || { name: say.platform }).name];
}

function invitation(code, seen) {
  const it = seen.invitation;
  const [role, place] = placed(it);
  const offer = it.invitedBy ? say.invitedBy(it.invitedBy, role, place) : say.invited(role, place);
  const accept = async (body, token) => {
    const { value, problem } = await send("invitations/_accept", { code, ...body }, token);
    if (problem) return problem;
    const [role, place] = placed(value);
    done(say.accepted, say.acceptedText(role, place, value.email));
    return null;
  };
  const intro = [paragraph(offer), paragraph(say.until(moment(seen.expiresAt)))];
  if (!it.hasAccount) {
    const fields = [address(seen.email, true), field("name", "text", say.name, { value: seen.name, autocomplete: "name" }), password("new-password")];
    const act = ({ name, password }) => accept({ name, password });
    show(say.invitation, ...intro, paragraph(say.makeAccount), form(fields, say.accept, act));
    return;
  }
  // Signed in for this one request only.
  const act = async ({ email, password }) => {
    const { value, problem } = await send("sign-ins", { email, password });
    if (problem) return problem;
    const refused = await accept({}, value.accessToken);
    await send(`sign-ins/${value.id}/_end`, null, value.accessToken);
    return refused;
  };
  const fields = [address(seen.email, false), password("current-password")];
  show(say.invitation, ...intro, paragraph(say.useAccount), form(fields, say.accept, act),
    links(link("#forgotten", say.toForgotten), paragraph(say.elsewhere)));
}

function choose(code, seen, [title, text, button], path, [doneTitle, doneText]) {
  const act = async ({ password }) => {
    const { value, problem } = await send(path, password === undefined ? { code } : { code, password });
    if (problem) return problem;
    done(doneTitle, doneText(value.email));
    return null;
  };
  const fields = seen.opens === "address" ? [] : [address(seen.email, true), password("new-password")];
  show(title, paragraph(text), form(fields, button, act));
}

async function open(kind, code) {
  show(say.wait);
  const { value, problem } = await send("accounts/_look", { code });
  if (problem) { lost(kind, problem); return; }
  const doneText = say.accountDoneText;
  switch (value.opens) {
    case "invitation": invitation(code, value); break;
    case "account": choose(code, value, [say.account, say.accountText, say.accountButton], "accounts/_confirm", [say.accountDone, doneText]); break;
    case "address": choose(code, value, [say.address, say.addressText(value.email), say.addressButton], "accounts/_confirm", [say.addressDone, doneText]); break;
    default: choose(code, value, [say.reset, say.resetText, say.resetButton], "accounts/_reset", [say.resetDone, doneText]);
  }
}

function route() {
  const [kind, code] = location.hash.slice(1).split("=");
  if (code && ["invitation", "confirm", "reset"].includes(kind)) open(kind, code);
  else if (code && kind === "participation") participation(code);
  else if (kind === "links") request(say.links, say.linksText, [address("", false)], say.send, "participations/_forgotten");
  else if (kind === "forgotten") request(say.forgotten, say.forgottenText, [address("", false)], say.send, "accounts/_forgotten");
  else if (kind === "new") request(say.create, say.createText, [field("name", "text", say.name, { autocomplete: "name" }), address("", false)], say.send, "accounts");
  else home();
}

function speak(language) {
  tag = language;
  say = words[tag];
  document.documentElement.lang = tag;
  switcher.textContent = say.other;
  switcher.lang = say.otherTag;
  switcher.hidden = false;
  document.getElementById("footer").textContent = say.footer;
  route();
}

switcher.addEventListener("click", () => speak(say.otherTag));
window.addEventListener("hashchange", route);
speak(tag);
