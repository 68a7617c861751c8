"use strict";
// Everything is written as text, never as markup; what a link opens stands behind the #, which no
// server is told.
const words = {
  nl: {
    other: "English", otherTag: "en",
    footer: "Deel de link uit uw e-mail met niemand: wie hem heeft, kan hem gebruiken.",
    wait: "Een ogenblik…",
    email: "E-mailadres", name: "Uw naam", password: "Wachtwoord", newPassword: "Kies een wachtwoord",
    passwordHint: "Minstens 12 tekens. Een paar woorden die niet bij elkaar horen is goed en te onthouden.",
    show: "Wachtwoord tonen",
    home: "Uw account", homeText: "Wat wilt u doen?",
    toNew: "Een account vragen", toForgotten: "Een nieuw wachtwoord kiezen",
    invitation: "U bent uitgenodigd",
    administrator: "beheerder", editor: "medewerker", platform: "het platform",
    invited: (role, place) => `U kunt ${role} worden van ${place}.`,
    invitedBy: (by, role, place) => `${by} nodigt u uit om ${role} te worden van ${place}.`,
    until: (moment) => `Deze link werkt tot ${moment}.`,
    makeAccount: "Kies een wachtwoord om een account te maken en de uitnodiging aan te nemen.",
    useAccount: "U hebt al een account. Meld u aan om de uitnodiging aan te nemen.",
    elsewhere: "Meldt u zich altijd aan bij uw organisatie? Neem de uitnodiging dan aan in het programma waarmee u werkt.",
    accept: "Uitnodiging aannemen",
    accepted: "Welkom", acceptedText: (role, place, email) => `U bent nu ${role} van ${place}. Meld u aan met ${email}.`,
    account: "Bevestig uw e-mailadres", accountText: "Kies een wachtwoord; dan is uw account klaar.",
    accountButton: "Account maken",
    accountDone: "Uw account is klaar", accountDoneText: (email) => `U kunt zich nu aanmelden met ${email}.`,
    address: "Bevestig uw nieuwe e-mailadres", addressText: (email) => `Voortaan meldt u zich aan met ${email} en krijgt u daar bericht.`,
    addressButton: "Adres bevestigen",
    addressDone: "Uw e-mailadres is gewijzigd",
    reset: "Kies een nieuw wachtwoord", resetText: "Hierna bent u overal uitgelogd en meldt u zich opnieuw aan.",
    resetButton: "Wachtwoord opslaan",
    resetDone: "Uw wachtwoord is gewijzigd",
    forgotten: "Nieuw wachtwoord", forgottenText: "Vul uw e-mailadres in. U krijgt een e-mail met een link om een wachtwoord te kiezen.",
    send: "E-mail sturen",
    create: "Account vragen", createText: "U krijgt een e-mail met een link om een wachtwoord te kiezen.",
    sent: "Kijk in uw e-mail", sentText: (email) => `Als het kan, is er een e-mail op weg naar ${email}. Kijk ook bij ongewenste e-mail.`,
    lost: "Deze link werkt niet (meer)",
    lostText: "Hij is al gebruikt, vervangen of verlopen.",
    lostInvitation: "Vraag wie u uitnodigde om de uitnodiging opnieuw te sturen. Hebt u haar al aangenomen, dan kunt u zich gewoon aanmelden.",
    lostConfirm: "Hebt u al een wachtwoord gekozen, dan kunt u zich gewoon aanmelden. Anders kunt u een nieuwe link vragen.",
    lostReset: "Vraag een nieuwe link.",
    sessions: "Uw bijeenkomsten", lostSessions: "U kunt hem opnieuw laten sturen naar uw e-mailadres.",
    toLinks: "Mijn bijeenkomsten bekijken", links: "Uw bijeenkomsten",
    linksText: "Vul het e-mailadres in waarmee u bent aangemeld. U krijgt een e-mail met uw persoonlijke links.",
    relink: "Een andere link", relinkText: "Kan iemand anders uw link hebben? Vraag dan een nieuwe: deze werkt daarna niet meer, en uw agenda-abonnement ook niet.",
    relinkButton: "Nieuwe link sturen", relinked: "Deze link werkt niet meer. De nieuwe is op weg naar uw e-mailadres.",
    hello: (name, board) => `${name}, aangemeld door ${board}.`,
    standing: { confirmed: "U doet mee.", submitted: "De organisator moet nog kiezen wie er meedoet.", waitlisted: "Uw team staat op de wachtlijst.", offered: "Er is plaats aangeboden aan uw team." },
    over: "U doet niet (meer) mee.", cancelled: (why) => why ? `Gaat niet door: ${why}` : "Gaat niet door.", online: "Online meedoen",
    calendar: "In uw agenda", subscribe: "Abonneer uw agenda op uw bijeenkomsten",
    calendarText: "Werkt dat niet? Geef dit adres dan aan uw agendaprogramma (abonneren of toevoegen via URL):",
    required: "Vul dit in.", badEmail: "Dit is geen e-mailadres.",
    wrongCredentials: "Dit e-mailadres en dit wachtwoord horen niet bij elkaar.",
    offline: "De server is niet bereikbaar. Controleer uw verbinding en probeer het opnieuw.",
    problem: "Dat lukte niet", fix: "Kijk na wat hieronder staat.",
  },
  en: {
    other: "Nederlands", otherTag: "nl",
    footer: "Do not share the link from your e-mail: whoever has it can use it.",
    wait: "One moment…",
    email: "E-mail address", name: "Your name", password: "Password", newPassword: "Choose a password",
    passwordHint: "At least 12 characters. A few words that do not belong together are good and easy to remember.",
    show: "Show password",
    home: "Your account", homeText: "What would you like to do?",
    toNew: "Ask for an account", toForgotten: "Choose a new password",
    invitation: "You are invited",
    administrator: "an administrator", editor: "an editor", platform: "the platform",
    invited: (role, place) => `You can become ${role} of ${place}.`,
    invitedBy: (by, role, place) => `${by} invites you to become ${role} of ${place}.`,
    until: (moment) => `This link works until ${moment}.`,
    makeAccount: "Choose a password to make an account and accept the invitation.",
    useAccount: "You have an account already. Sign in to accept the invitation.",
    elsewhere: "Do you always sign in at your organisation? Then accept the invitation in the application that you work with.",
    accept: "Accept invitation",
    accepted: "Welcome", acceptedText: (role, place, email) => `You are now ${role} of ${place}. Sign in with ${email}.`,
    account: "Confirm your e-mail address", accountText: "Choose a password; then your account is ready.",
    accountButton: "Make account",
    accountDone: "Your account is ready", accountDoneText: (email) => `You can sign in with ${email} now.`,
    address: "Confirm your new e-mail address", addressText: (email) => `From now on you sign in with ${email} and get mail there.`,
    addressButton: "Confirm address",
    addressDone: "Your e-mail address was changed",
    reset: "Choose a new password", resetText: "After this you are signed out everywhere and sign in again.",
    resetButton: "Save password",
    resetDone: "Your password was changed",
    forgotten: "New password", forgottenText: "Fill in your e-mail address. You get an e-mail with a link to choose a password.",
    send: "Send e-mail",
    create: "Ask for an account", createText: "You get an e-mail with a link to choose a password.",
    sent: "Look in your e-mail", sentText: (email) => `If possible, an e-mail is on its way to ${email}. Look at unwanted mail too.`,
    lost: "This link does not work (any more)",
    lostText: "It was used, replaced or has expired.",
    lostInvitation: "Ask whoever invited you to send the invitation again. If you accepted it already, you can simply sign in.",
    lostConfirm: "If you chose a password already, you can simply sign in. Otherwise you can ask for a new link.",
    lostReset: "Ask for a new link.",
    sessions: "Your sessions", lostSessions: "You can have it sent again to your e-mail address.",
    toLinks: "See my sessions", links: "Your sessions",
    linksText: "Fill in the e-mail address with which you were registered. You get an e-mail with your personal links.",
    relink: "Another link", relinkText: "Could somebody else have your link? Then ask for a new one: after that this one works no more, nor does your calendar subscription.",
    relinkButton: "Send a new link", relinked: "This link works no more. The new one is on its way to your e-mail address.",
    hello: (name, board) => `${name}, registered by ${board}.`,
    standing: { confirmed: "You take part.", submitted: "The organiser has yet to choose who takes part.", waitlisted: "Your team is on the waiting list.", offered: "Your team was offered seats." },
    over: "You do not take part (any more).", cancelled: (why) => why ? `Does not take place: ${why}` : "Does not take place.", online: "Take part online",
    calendar: "In your calendar", subscribe: "Subscribe your calendar to your sessions",
    calendarText: "Does that not work? Then give this address to your calendar program (subscribe, or add by URL):",
    required: "Fill this in.", badEmail: "This is no e-mail address.",
    wrongCredentials: "This e-mail address and this password do not belong together.",
    offline: "The server cannot be reached. Check your connection and try again.",
    problem: "That did not work", fix: "Look at what stands below.",
  },
};

let tag = document.documentElement.lang === "en" ? "en" : "nl";
let say = words[tag];
const main = document.getElementById("main");
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
  for (const error of problem.errors || []) {
    const name = error.location.slice(1);
    const input = made.elements[name];
    if (!input) continue;
    complain(input, error.detail);
    first = first || input;
  }
  const sentence = problem.code === "wrong-credentials" ? say.wrongCredentials : problem.detail;
  notice.replaceChildren(paragraph(first ? say.fix : whole(sentence)));
  notice.hidden = false;
  (first || made.elements.password || made.querySelector("input") || notice).focus();
}

// The code was used: it does not stay in the history of the browser.
function done(title, sentence) {
  history.replaceState(null, "", location.pathname);
  show(title, good(sentence));
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
    show(say.sent, good(say.sentText(body.email)));
    return null;
  };
  show(title, paragraph(text), form(fields, button, act));
}

function lost(kind, problem) {
  if (problem.code !== "code-not-usable" && problem.code !== "invalid-request") {
    show(say.problem, bad(whole(problem.detail)));
    return;
  }
  const about = { invitation: say.lostInvitation, confirm: say.lostConfirm, reset: say.lostReset }[kind];
  const next = { invitation: [], confirm: [link("#new", say.toNew)], reset: [link("#forgotten", say.toForgotten)] }[kind];
  show(say.lost, paragraph(say.lostText), paragraph(about), ...(next.length ? [links(...next)] : []));
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

function session(it) {
  const times = `${it.startTime.slice(0, 5)}–${it.endTime.slice(0, 5)}`;
  const about = it.cancelled ? [say.cancelled(it.cancelled.reason)] : [it.theme, it.address].filter(Boolean);
  const agenda = it.cancelled ? [] : it.agenda.map((item) => `${item.startTime.slice(0, 5)} ${item.title}`);
  const online = it.meetingLink && !it.cancelled ? [make("p", {}, link(it.meetingLink, say.online))] : [];
  return make("section", { className: "more" }, make("h2", { textContent: `${day(it.startsAt)}, ${times}` }), ...about.concat(agenda).map(paragraph), ...online);
}

// Whoever has the link is the participant: it is not used up, and nobody signs in.
async function participation(secret) {
  show(say.wait);
  const { value: it, problem } = await ask(`participations/${encodeURIComponent(secret)}`);
  if (problem && [400, 404].includes(problem.status)) { show(say.lost, paragraph(say.lostSessions), links(link("#links", say.send))); return; }
  if (problem) { show(say.problem, bad(whole(problem.detail))); return; }
  const intro = [`${it.programme} – ${it.cohort}`, say.hello(it.name, it.board), say.standing[it.status] || say.over].map(paragraph);
  const subscribe = link(it.calendarAddress.replace(/^https?:/, "webcal:"), say.subscribe);
  const calendar = make("section", { className: "more" }, make("h2", { textContent: say.calendar }),
    make("p", {}, subscribe), paragraph(say.calendarText), make("p", { className: "address", textContent: it.calendarAddress }));
  const renew = async () => {
    const { problem } = await send(`participations/${encodeURIComponent(secret)}/_relink`);
    if (problem) return problem;
    done(say.sent, say.relinked);
    return null;
  };
  const other = make("section", { className: "more" }, make("h2", { textContent: say.relink }),
    paragraph(say.relinkText), form([], say.relinkButton, renew));
  show(say.sessions, ...intro, ...it.sessions.map(session), calendar, other);
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
