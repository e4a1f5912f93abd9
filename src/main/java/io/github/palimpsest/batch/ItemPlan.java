package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.monitor.Monitor;

/**
 * The plan of a folder: all that its images share is the request.
 *
 * @param request its text, see {@link BatchRequest#toJson}
 */
record ItemPlan(String request) implements TaskPlan<BatchItem> {
  private static final long serialVersionUID = 1L;

  @Override
  public ItemWork open(Monitor monitor) {
    return new ItemWork(BatchRequest.fromJson(request));
  }
}
