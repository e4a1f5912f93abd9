// Words and maps side by side: one hole, one seed; the words background and nuclei, a segmentation, strokes.
// scripts/palimpsest run examples/steering.ijm "$PWD/examples/nuclei.tif;FOLDER"   writes FOLDER/steering.png:
// picture | hole | background | nuclei | segmentation drawn | followed | strokes drawn | followed
given = split(getArgument() + ";", ";");
if (given.length < 2) exit("Give the path of an image and a folder, with a semicolon between.");
open(given[0]);
run("Select None");
source = getTitle();
getMinAndMax(low, high);
side = 0.22 * minOf(getWidth(), getHeight());
left = (getWidth() - side) / 2;
top = (getHeight() - side) / 2;
how = " context=24 steps=20 seed=3";

// 1, 2: what there is, and the hole
sheet(0, source);
selectImage(source);
run("Duplicate...", "title=hole");
hole();
setColor(low);
fill();
sheet(1, "hole");

// 3, 4: words
words = newArray("background", "nuclei");
for (i = 0; i < 2; i++) {
  selectImage(source);
  hole();
  run("Diffusion Inpaint...", "prompt=" + words[i] + how);
  sheet(2 + i, getImageID());
}

// 5, 6: three ovals as a segmentation
selectImage(source);
ovals();
run("Diffusion Control Map...", "kind=segmentation");
rename("ovals");
sheet(4, "ovals");
selectImage(source);
hole();
run("Diffusion Inpaint...", "prompt=nuclei control=[segmentation:ovals]" + how);
sheet(5, getImageID());

// 7, 8: their outlines as strokes
selectImage(source);
run("Remove Overlay");
ovals();
run("Diffusion Control Map...", "kind=lines");
rename("outlines");
sheet(6, "outlines");
selectImage(source);
hole();
run("Diffusion Inpaint...", "prompt=nuclei control=[edges:outlines]" + how);
sheet(7, getImageID());

selectImage("sheet");
saveAs("PNG", given[1] + File.separator + "steering.png");

function hole() {
  makeRectangle(left, top, side, side);
}

function ovals() {
  oval(0.12, 0.15, 0.34, 0.28);
  oval(0.58, 0.22, 0.28, 0.36);
  oval(0.30, 0.60, 0.36, 0.28);
}

function oval(x, y, w, h) {
  makeOval(left + x * side, top + y * side, w * side, h * side);
  Roi.setStrokeWidth(1);
  Roi.setProperty("palimpsest.role", "control");
  Overlay.addSelection;
}

// pastes the surroundings of the hole into place k of the sheet
function sheet(k, image) {
  selectImage(image);
  makeRectangle(left - side / 2, top - side / 2, 2 * side, 2 * side);
  run("Duplicate...", "title=part");
  Overlay.remove;
  selectImage(image);
  run("Select None");
  selectImage("part");
  if (bitDepth() != 8) {
    setMinAndMax(low, high);
    run("8-bit");
  }
  if (k == 0) {
    newImage("sheet", "8-bit white", 8 * (getWidth() + 2) - 2, getHeight(), 1);
    selectImage("part");
  }
  run("Select All");
  run("Copy");
  width = getWidth();
  close();
  selectImage("sheet");
  makeRectangle(k * (width + 2), 0, width, getHeight());
  run("Paste");
  run("Select None");
}
