package dev.bobbin.security;

/** The owner of threads. Each of a project's keys gives access to all of its threads, and to no other project's. */
public record Project(String name) {

    /** The only project of a server without API keys. */
    public static final Project DEFAULT = new Project("default");
}
