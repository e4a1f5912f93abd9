package io.github.palimpsest.record;

import java.util.List;

/**
 * The part of a run's record that its session adds.
 *
 * @param session its log
 * @param edits what was painted and still counts, without pixels
 * @param branches all its branches
 * @param branch the name of the one that was finished
 */
public record SessionPart(
    SessionLog session, List<PathEntry> edits, List<BranchRecord> branches, String branch) {}
