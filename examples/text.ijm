// Words: the same hole, the same seed, two prompts.
// scripts/palimpsest run examples/text.ijm FOLDER/field.tif   writes field-nuclei.tif and field-background.tif beside it
file = getArgument();
if (file == "") exit("Give the path of an image.");
open(file);
name = File.getNameWithoutExtension(file);
folder = File.getParent(file) + File.separator;
makeOval(28, 24, 26, 20);
run("Diffusion Inpaint...", "prompt=[fluorescence (nuclei:1.2), dense] steps=8 seed=7");
saveAs("Tiff", folder + name + "-nuclei.tif");
selectImage(name + ".tif");
run("Diffusion Inpaint...", "prompt=[fluorescence background] steps=8 seed=7");
saveAs("Tiff", folder + name + "-background.tif");
imageCalculator("Difference create 32-bit", name + "-nuclei.tif", name + "-background.tif");
getStatistics(area, mean);
print("the words make a difference: " + (mean > 0));
