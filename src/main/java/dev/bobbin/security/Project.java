package dev.bobbin.security;

/** The owner of threads. Whoever has one of its keys sees all of them, and nobody else does. */
public record Project(String name) {

    /** The project of a server that has no keys. */
    public static final Project DEFAULT = new Project("default");
}
