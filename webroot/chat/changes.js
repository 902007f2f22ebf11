// What becomes of messages that were said: edits, deletions and reactions. Each has a number of its own in the log of the room.

export function edited(room, { seq, message, text, time, mentions }) {
  room.changed(message, seq, (changed) => Object.assign(changed, { text, edited: time, mentions }));
}

export function deleted(room, { seq, message }) {
  room.changed(message, seq, (changed) => Object.assign(changed, { text: "", deleted: true, reactions: [] }));
}

export function reacted(room, { seq, message, symbol, person, nick, added }) {
  room.changed(message, seq, (changed) => {
    const reactions = (changed.reactions ?? []).map((one) =>
      one.symbol === symbol ? { ...one, people: one.people.filter((other) => other.person !== person) } : one,
    );
    let mine = reactions.find((one) => one.symbol === symbol);
    if (!mine && added) {
      reactions.push((mine = { symbol, people: [] }));
    }
    if (added) {
      mine.people.push({ person, nick });
    }
    changed.reactions = reactions.filter((one) => one.people.length > 0);
  });
}
