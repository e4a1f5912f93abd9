// A sketch: two strokes of a pen say where outlines go; a control net for edges follows them.
// scripts/palimpsest run examples/sketch.ijm "FOLDER/field.tif[;MODEL]"   writes field-sketch.tif and the map field-lines.tif beside it
// MODEL: a model with a control net named edges; without it the bundled one.
given = split(getArgument() + ";", ";");
if (given.length == 0) exit("Give the path of an image.");
model = "micrographs";
if (given.length > 1) model = given[1];
open(given[0]);
name = File.getNameWithoutExtension(given[0]);
folder = File.getParent(given[0]) + File.separator;

// ROIs with the role control are strokes, with the width of their line
makeSelection("polyline", newArray(32, 38, 46, 50), newArray(34, 28, 28, 36));
Roi.setStrokeWidth(2);
Roi.setProperty("palimpsest.role", "control");
Overlay.addSelection;
makeLine(34, 40, 48, 40);
Roi.setStrokeWidth(2);
Roi.setProperty("palimpsest.role", "control");
Overlay.addSelection;

// the map as an image, to look at, paint on and use again by its title
run("Diffusion Control Map...", "kind=lines");
saveAs("Tiff", folder + name + "-lines.tif");

selectImage(name + ".tif");
makeOval(28, 24, 26, 20);
run("Diffusion Inpaint...", "model=[" + model + "] control=[edges:" + name + "-lines.tif] controlweight=1 controlend=0.8 steps=8 seed=7");
print("now " + getTitle());
saveAs("Tiff", folder + name + "-sketch.tif");
