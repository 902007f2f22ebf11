package io.samvad.chat;

import java.time.Duration;

/** Options of a {@link ChatApp}. */
public final class ChatOptions {
    private String event = "chat message";
    private int maxLength = 4_000;
    private int messagesPerSecond = 10;
    private int maxMissed = 1_000;
    private int maxPending = 5_000;
    private int maxPendingPerSocket = 100;
    private long storeTimeout = 10_000;
    private long checkInterval = 5_000;
    private int requestsPerSecond = 20;
    private int maxRooms = 100;
    private int roomsPerHour = 20;
    private int nickChanges = 5;
    private int maxSocketsPerPerson = 20;
    private Duration nickIdle = Duration.ofDays(90);

    /** See {@link #setEvent}. */
    public String getEvent() {
        return event;
    }

    /** Name of the event that carries a message; "chat message" by default. */
    public ChatOptions setEvent(String event) {
        this.event = event;
        return this;
    }

    /** See {@link #setMaxLength}. */
    public int getMaxLength() {
        return maxLength;
    }

    /** Characters of a message, at most; 4,000 by default. */
    public ChatOptions setMaxLength(int maxLength) {
        this.maxLength = maxLength;
        return this;
    }

    /** See {@link #setMessagesPerSecond}. */
    public int getMessagesPerSecond() {
        return messagesPerSecond;
    }

    /** What a socket may send for long; for a moment it may send five seconds' worth. 10 by default. */
    public ChatOptions setMessagesPerSecond(int messagesPerSecond) {
        this.messagesPerSecond = messagesPerSecond;
        return this;
    }

    /** See {@link #setMaxMissed}. */
    public int getMaxMissed() {
        return maxMissed;
    }

    /** Who has missed more entries than this is told to reset and gets none of them; 1,000 by default. */
    public ChatOptions setMaxMissed(int maxMissed) {
        this.maxMissed = maxMissed;
        return this;
    }

    /** See {@link #setMaxPending}. */
    public int getMaxPending() {
        return maxPending;
    }

    /** How many messages of an instance may wait for the store; 5,000 by default. */
    public ChatOptions setMaxPending(int maxPending) {
        this.maxPending = maxPending;
        return this;
    }

    /** See {@link #setMaxPendingPerSocket}. */
    public int getMaxPendingPerSocket() {
        return maxPendingPerSocket;
    }

    /** How many messages of a socket may wait for the store; 100 by default. */
    public ChatOptions setMaxPendingPerSocket(int maxPendingPerSocket) {
        this.maxPendingPerSocket = maxPendingPerSocket;
        return this;
    }

    /** See {@link #setStoreTimeout}. */
    public long getStoreTimeout() {
        return storeTimeout;
    }

    /** Milliseconds after which a sender is told that the store did not answer; 10,000 by default. */
    public ChatOptions setStoreTimeout(long storeTimeout) {
        this.storeTimeout = storeTimeout;
        return this;
    }

    /** See {@link #setCheckInterval}. */
    public long getCheckInterval() {
        return checkInterval;
    }

    /**
     * Milliseconds after which the log is read on when nothing was published: the last publication may be lost, and no later
     * one shows the gap. 5,000 by default.
     */
    public ChatOptions setCheckInterval(long checkInterval) {
        this.checkInterval = checkInterval;
        return this;
    }

    /** See {@link #setRequestsPerSecond}. */
    public int getRequestsPerSecond() {
        return requestsPerSecond;
    }

    /** What a socket may ask for besides messages, for long; for a moment it may ask for five seconds' worth. 20 by default. */
    public ChatOptions setRequestsPerSecond(int requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
        return this;
    }

    /** See {@link #setMaxRooms}. */
    public int getMaxRooms() {
        return maxRooms;
    }

    /** How many rooms a person may be in; 100 by default. */
    public ChatOptions setMaxRooms(int maxRooms) {
        this.maxRooms = maxRooms;
        return this;
    }

    /** See {@link #setRoomsPerHour}. */
    public int getRoomsPerHour() {
        return roomsPerHour;
    }

    /** How many rooms a person may create in an hour, direct ones included; 20 by default. */
    public ChatOptions setRoomsPerHour(int roomsPerHour) {
        this.roomsPerHour = roomsPerHour;
        return this;
    }

    /** See {@link #setNickChanges}. */
    public int getNickChanges() {
        return nickChanges;
    }

    /** How often a person may take another nickname in ten minutes; 5 by default. */
    public ChatOptions setNickChanges(int nickChanges) {
        this.nickChanges = nickChanges;
        return this;
    }

    /** See {@link #setMaxSocketsPerPerson}. */
    public int getMaxSocketsPerPerson() {
        return maxSocketsPerPerson;
    }

    /**
     * How many sockets a person may have on all instances together; 20 by default. Instances hear of each other's a moment later:
     * who connects to several at the very same time may have more.
     */
    public ChatOptions setMaxSocketsPerPerson(int maxSocketsPerPerson) {
        this.maxSocketsPerPerson = maxSocketsPerPerson;
        return this;
    }

    /** See {@link #setNickIdle}. */
    public Duration getNickIdle() {
        return nickIdle;
    }

    /** Whose owner was away for so long may lose a nickname to another; 90 days by default. */
    public ChatOptions setNickIdle(Duration nickIdle) {
        this.nickIdle = nickIdle;
        return this;
    }
}
