// Models of the image itself: one hole, one seed, filled by the bundled model and by the picture's own patches (16-bit).
// scripts/palimpsest run examples/own-image.ijm "$PWD/examples/nuclei.tif;FOLDER"   writes FOLDER/own-image.png:
// picture         | hole     | bundled model   | this image           | bundled model, then this image
// two ovals drawn | followed | the word nuclei | the word background  | where each pixel was copied from, whole picture
given = split(getArgument() + ";", ";");
if (given.length < 2) exit("Give the path of an image and a folder, with a semicolon between.");
open(given[0]);
run("Select None");
source = getTitle();
run("Enhance Contrast", "saturated=0.5");
getMinAndMax(low, high);
side = round(0.2 * minOf(getWidth(), getHeight()));
left = round(0.23 * getWidth());
top = round(0.2 * getHeight());
border = round(0.6 * side);
part = side + 2 * border;
zoom = 2;
whole = round(zoom * part * getWidth() / getHeight());
how = " steps=20 seed=1";
own = "model=[This image]";

// 1, 2: what there is, and the hole
sheet(0, source);
selectImage(source);
run("Duplicate...", "title=hole");
hole();
setColor(low);
fill();
sheet(1, "hole");

// 3, 4, 5: three models; the second says where it copied from
fillBy("");
sheet(2, getImageID());
fillBy(own + " sources");
copied = getImageID();
sheet(3, copied);
fillBy("model=[micrographs + this image]");
sheet(4, getImageID());

// 6, 7: two ovals as a segmentation
selectImage(source);
oval(0.10, 0.12, 0.42, 0.36);
oval(0.61, 0.34, 0.50, 0.48);
run("Diffusion Control Map...", "kind=segmentation");
rename("ovals");
sheet(5, "ovals");
fillBy(own + " control=[segmentation:ovals]");
sheet(6, getImageID());

// 8, 9: words, shown by two areas of the picture
selectImage(source);
run("Remove Overlay");
example("nuclei", 0.64, 0.03, 0.23, 0.20);
example("background", 0.20, 0.76, 0.13, 0.12);
fillBy(own + " prompt=nuclei");
sheet(7, getImageID());
fillBy(own + " prompt=background");
sheet(8, getImageID());

// 10: places as colours; what was copied has the colour of where it comes from
colours();
sheet(9, "colours");

selectImage("sheet");
saveAs("PNG", given[1] + File.separator + "own-image.png");

function hole() {
  makeRectangle(left, top, side, side);
}

function fillBy(what) {
  selectImage(source);
  hole();
  run("Diffusion Inpaint...", what + how);
}

function oval(x, y, w, h) {
  makeOval(left + x * side, top + y * side, w * side, h * side);
  Roi.setProperty("palimpsest.role", "control");
  Overlay.addSelection;
}

function example(word, x, y, w, h) {
  makeRectangle(x * getWidth(), y * getHeight(), w * getWidth(), h * getHeight());
  Roi.setName(word);
  Roi.setProperty("palimpsest.role", "example");
  Overlay.addSelection;
}

// the column as red and blue, the row as green, all of it darker where the picture is dark
function colours() {
  name = File.getNameWithoutExtension(source) + "-sources";
  columns = values(name, 1);
  rows = values(name, 2);
  greys = values(copied, 1);
  width = getWidth();
  height = getHeight();
  newImage("colours", "RGB black", width, height, 1);
  for (i = 0; i < greys.length; i++) {
    x = i % width;
    y = floor(i / width);
    if (!isNaN(columns[i])) {
      x = columns[i];
      y = rows[i];
    }
    light = 255 * (0.5 + 0.5 * minOf(1, maxOf(0, (greys[i] - low) / (high - low))));
    red = floor(light * x / width);
    green = floor(light * y / height);
    blue = floor(light * (1 - x / width));
    setPixel(i % width, floor(i / width), red * 65536 + green * 256 + blue);
  }
  setColor(255, 255, 255);
  drawRect(left - 1, top - 1, side + 2, side + 2);
}

function values(image, channel) {
  selectImage(image);
  Stack.setChannel(channel);
  found = newArray(getWidth() * getHeight());
  for (i = 0; i < found.length; i++) {
    found[i] = getPixel(i % getWidth(), floor(i / getWidth()));
  }
  return found;
}

// pastes the surroundings of the hole, enlarged, into place k of the sheet; of the last one everything
function sheet(k, image) {
  selectImage(image);
  wide = zoom * part;
  if (k == 9) wide = whole;
  else makeRectangle(left - border, top - border, part, part);
  run("Duplicate...", "title=part");
  Overlay.remove;
  selectImage(image);
  run("Select None");
  selectImage("part");
  if (bitDepth() == 16) setMinAndMax(low, high);
  run("RGB Color");
  run("Size...", "width=" + wide + " height=" + zoom * part + " interpolation=None");
  step = zoom * part + 4;
  if (k == 0) {
    newImage("sheet", "RGB white", 4 * step + whole, 2 * step - 4, 1);
    selectImage("part");
  }
  run("Select All");
  run("Copy");
  close();
  selectImage("sheet");
  makeRectangle((k % 5) * step, floor(k / 5) * step, wide, zoom * part);
  run("Paste");
  run("Select None");
}
