// What a participant sees and does with the link in their mail.
const behind = (secret, below = "") => `participations/${encodeURIComponent(secret)}${below}`;

// The sessions at which one chooses a breakout, with what was chosen.
async function chosen(secret) {
  const { value, problem } = await ask(behind(secret, "/breakouts"));
  return { items: value ? value.items : [], problem };
}

// Why there is nothing to choose from, with a button to read it again.
function unread(secret, problem) {
  const again = make("button", { type: "button", className: "plain", textContent: say.again });
  again.addEventListener("click", () => participation(secret));
  const notice = bad(`${say.noBreakouts} ${whole(problem.detail)}`);
  notice.append(again);
  return notice;
}

// The breakouts of a session: until it starts one chooses, changes and leaves; after that the choice stands there, if there is one.
function choice(secret, it, complaint) {
  const mine = it.breakouts.find((each) => each.id === it.chosenBreakoutId);
  if (new Date(it.startsAt) <= new Date()) return mine ? [paragraph(`${say.chosenOf}: ${mine.title}`)] : [];
  const title = make("h3", { textContent: say.breakouts, tabIndex: -1 });
  const notice = make("div", { className: "notice", role: "alert", hidden: !complaint }, paragraph(complaint || ""));
  const section = make("div", { className: "breakouts" }, title, notice);
  const act = async (verb, body) => {
    section.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    const { problem } = await send(behind(secret, `/breakouts/_${verb}`), body);
    const read = await chosen(secret);
    const now = read.items.find((each) => each.sessionId === it.sessionId) || it;
    const isUnknown = read.problem && !problem;
    const anew = isUnknown ? [unread(secret, read.problem)] : choice(secret, now, problem && whole(problem.detail));
    section.replaceWith(...anew);
    const next = anew.map((node) => node.querySelector("h3, button")).find(Boolean);
    if (next) next.focus();
  };
  const option = (each) => {
    const own = each === mine;
    const left = own ? say.chosen : each.seatsLeft ? say.seatsLeft(each.seatsLeft) : say.full;
    const button = make("button", { type: "button", className: "plain", textContent: own ? say.leave : say.choose, disabled: !own && !each.seatsLeft });
    button.setAttribute("aria-label", `${button.textContent}: ${each.title}`);
    const body = own ? { sessionId: it.sessionId } : { sessionId: it.sessionId, breakoutId: each.id };
    button.addEventListener("click", () => act(own ? "leave" : "choose", body));
    return make("li", { className: own ? "own" : "" }, make("span", { textContent: `${each.title} (${left})` }), button);
  };
  section.append(make("ul", {}, ...it.breakouts.map(option)));
  return [section];
}

function session(it, choices) {
  const times = `${it.startTime.slice(0, 5)}–${it.endTime.slice(0, 5)}`;
  const about = it.cancelled ? [say.cancelled(it.cancelled.reason)] : [it.theme, it.address].filter(Boolean);
  const agenda = it.cancelled ? [] : it.agenda.map((item) => `${item.startTime.slice(0, 5)} ${item.title}`);
  const online = it.meetingLink && !it.cancelled ? [make("p", {}, link(it.meetingLink, say.online))] : [];
  return make("section", { className: "more" }, make("h2", { textContent: `${day(it.startsAt)}, ${times}` }), ...about.concat(agenda).map(paragraph), ...online, ...choices);
}

// Another link, for whoever fears that this one is in the wrong hands.
function renewal(secret) {
  const renew = async () => {
    const { problem } = await send(behind(secret, "/_relink"));
    if (problem) return problem;
    done(say.sent, say.relinked, [link("#home", say.home)]);
    return null;
  };
  return make("section", { className: "more" }, make("h2", { textContent: say.relink }),
    paragraph(say.relinkText), form([], say.relinkButton, renew));
}

// Whoever has the link is the participant: it is not used up, and nobody signs in.
async function participation(secret) {
  show(say.wait);
  const { value: it, problem } = await ask(behind(secret));
  if (problem && [400, 404].includes(problem.status)) { show(say.lost, paragraph(say.lostSessions), links(link("#links", say.send))); return; }
  if (problem) { show(say.problem, bad(whole(problem.detail))); return; }
  const place = it.place ? [say.place(it.place)] : [];
  const intro = [`${it.programme} – ${it.cohort}`, say.hello(it.name, it.board), say.standing[it.status] || say.over, ...place].map(paragraph);
  const choices = await chosen(secret);
  const trouble = choices.problem ? [unread(secret, choices.problem)] : [];
  const subscribe = link(it.calendarAddress.replace(/^https?:/, "webcal:"), say.subscribe);
  const calendar = make("section", { className: "more" }, make("h2", { textContent: say.calendar }),
    make("p", {}, subscribe), paragraph(say.calendarText), make("p", { className: "address", textContent: it.calendarAddress }));
  const of = (one) => choices.items.filter((each) => each.sessionId === one.id).flatMap((each) => choice(secret, each));
  show(say.sessions, ...intro, ...trouble, ...it.sessions.map((one) => session(one, of(one))), calendar, renewal(secret));
}
