package io.github.palimpsest.record;

/**
 * One branch of a session.
 *
 * @param name title of its step stack
 * @param of name of its origin, or null
 * @param step the step after which it left its origin, or null
 */
public record BranchRecord(String name, String of, Integer step) {}
