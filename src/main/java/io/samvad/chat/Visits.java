package io.samvad.chat;

/** Hears on one instance of whoever comes, goes and speaks. All calls are on its event loop. */
interface Visits {
    /** Somebody has come, in no room yet; whoever is a person has their nickname. */
    default void arrived(Visitor visitor) {}

    /** A visitor is in a room. */
    default void entered(Visitor visitor, String room) {}

    /** A visitor has left a room. */
    default void left(Visitor visitor, String room) {}

    /** A person has another nickname; called for each of their visitors on each instance. */
    default void renamed(Visitor visitor) {}

    /** A visitor's message is committed. */
    default void said(Visitor visitor, String room) {}

    /** The socket is gone, out of the rooms that the visitor still names: nobody has {@link #left} these. */
    default void gone(Visitor visitor) {}
}
