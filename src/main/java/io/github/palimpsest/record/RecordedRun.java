package io.github.palimpsest.record;

import java.util.List;

/**
 * What a record tells of one run.
 *
 * @param title which run of which image
 * @param facts in their order
 */
public record RecordedRun(String title, List<RecordFact> facts) {}
