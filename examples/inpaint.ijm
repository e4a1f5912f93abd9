// Repaint an oval of a 16-bit micrograph and keep every step.  scripts/palimpsest run examples/inpaint.ijm OUT_FOLDER
newImage("field", "16-bit ramp", 256, 256, 1);
run("Add Specified Noise...", "standard=900");
makeOval(90, 100, 60, 48);
run("Diffusion Inpaint...", "prompt=[fluorescence nuclei] steps=20 seed=7 stream");
saveAs("Tiff", getArgument() + "/result.tif");
