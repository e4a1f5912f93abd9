// Simulated fields of nuclei, each with a scratch or a grain of dust on it and a mask of that, to try a batch on.
// scripts/palimpsest run examples/batch-fields.ijm FOLDER   makes 12 fields, FOLDER,200 makes 200; the same ones every time.
// scripts/palimpsest batch FOLDER OUTPUT "masks=FOLDER/masks"   then repaints them.
// Fields are in turn 16-bit and 8-bit, defects scratches and dust, masks ROIs and images.
argument = split(getArgument(), ",");
folder = argument[0] + "/";
// saveAs would begin at the folder of this macro
if (!startsWith(folder, "/") && indexOf(folder, ":") != 1) folder = getDirectory("cwd") + folder;
count = 12;
if (argument.length > 1) count = parseInt(argument[1]);
makeFolder(folder + "masks");

var size = 192;
setBatchMode(true);
for (k = 1; k <= count; k++) {
  random("seed", k);
  name = "field-" + IJ.pad(k, 3);
  newImage(name, "32-bit black", size, size, 1);
  for (n = 0; n < 22; n++) nucleus();
  run("Select None");
  run("Gaussian Blur...", "sigma=1.4");
  run("Duplicate...", "title=haze");
  run("Gaussian Blur...", "sigma=12");
  run("Multiply...", "value=0.3");
  imageCalculator("Add", name, "haze");
  close("haze");
  selectImage(name);
  run("Macro...", "code=v=v+260+90*x/w-60*y/h"); // light falls off to a corner
  noise(32);
  scratch = k % 2 == 1;
  if (scratch) {
    line();
    setColor(4000);
  } else {
    grain();
    setColor(120);
  }
  fill();
  run("Enlarge...", "enlarge=3");
  run("Gaussian Blur...", "sigma=1");
  saveMask(floor((k - 1) / 2) % 2);
  saveField(scratch);
  close("*");
}
print(count + " fields in " + folder + ", their masks in " + folder + "masks");

// An oval of some brightness with a mottled inside; it may lie on others, as nuclei do.
function nucleus() {
  turn = random * PI;
  a = 8 + random * 4;
  x = random * size;
  y = random * size;
  light = 900 + random * 1300;
  makeEllipse(x - a * cos(turn), y - a * sin(turn), x + a * cos(turn), y + a * sin(turn), 0.6 + 0.35 * random);
  setColor(light);
  fill();
  noise(light * 0.6);
}

// ImageJ's noise is the same every time only right after a seed.
function noise(sd) {
  random("seed", floor(random * 1e9));
  run("Add Specified Noise...", "standard=" + sd);
}

// Something bright across the middle.
function line() {
  x = size * (0.35 + 0.3 * random);
  y = size * (0.35 + 0.3 * random);
  turn = random * PI;
  length = 25 + random * 20;
  run("Line Width...", "line=" + 3 + floor(random * 3));
  makeLine(x - length * cos(turn), y - length * sin(turn), x + length * cos(turn), y + length * sin(turn));
  run("Line to Area");
}

function grain() {
  width = 14 + random * 14;
  makeOval(size * (0.2 + 0.5 * random), size * (0.2 + 0.5 * random), width, width * (0.6 + 0.4 * random));
}

function saveMask(asImage) {
  if (!asImage) {
    saveAs("Selection", folder + "masks/" + name + ".roi");
    return;
  }
  newImage("mask", "8-bit black", size, size, 1);
  run("Restore Selection");
  setColor(255);
  fill();
  run("Select None");
  saveAs("PNG", folder + "masks/" + name + ".png");
  close();
  selectImage(name);
}

function saveField(in16bit) {
  run("Select None");
  setVoxelSize(0.325, 0.325, 1, "micron");
  if (in16bit) {
    setMinAndMax(0, 65535);
    run("16-bit");
    setMinAndMax(150, 3500);
  } else {
    setMinAndMax(0, 4095);
    run("8-bit");
  }
  saveAs("Tiff", folder + name + ".tif");
}

function makeFolder(path) {
  if (File.exists(path)) return;
  makeFolder(File.getParent(path));
  File.makeDirectory(path);
}
