// A segmentation: ovals say where nuclei are; a control net for segmentation puts them there.
// scripts/palimpsest run examples/segmentation.ijm "FOLDER/field.tif[;MODEL]"   writes field-segmentation.tif beside it
// MODEL: a model with a control net named segmentation; without it the bundled one.
given = split(getArgument() + ";", ";");
if (given.length == 0) exit("Give the path of an image.");
model = "micrographs";
if (given.length > 1) model = given[1];
open(given[0]);
name = File.getNameWithoutExtension(given[0]);
folder = File.getParent(given[0]) + File.separator;

makeOval(31, 27, 10, 9);
Roi.setProperty("palimpsest.role", "control");
Overlay.addSelection;
makeOval(42, 32, 9, 10);
Roi.setProperty("palimpsest.role", "control");
Overlay.addSelection;

// a kind of map goes to the net of that name, computed on the way
makeOval(28, 24, 26, 20);
run("Diffusion Inpaint...", "model=[" + model + "] prompt=nuclei control=segmentation controlweight=1 steps=8 seed=7");
print("now " + getTitle());
saveAs("Tiff", folder + name + "-segmentation.tif");
