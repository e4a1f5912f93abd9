package io.github.palimpsest.inpaint;

import io.github.palimpsest.model.folder.ModelFolder;
import io.github.palimpsest.request.Request;
import java.util.function.Consumer;

/**
 * What of a model decides how an image is read for it, known before any network is loaded: so the
 * image is read once, at the start, and neither the user nor another command can change or close it
 * meanwhile.
 *
 * @param folder the model's
 * @param request the values of the run
 * @param said told what the user should know
 */
record PlaneReader(ModelFolder folder, Request request, Consumer<String> said) {}
