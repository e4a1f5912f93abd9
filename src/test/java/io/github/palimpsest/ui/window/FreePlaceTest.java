package io.github.palimpsest.ui.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreePlaceTest {
  private static final Rectangle SCREEN = new Rectangle(0, 0, 1280, 720);

  @Test
  void opensToTheRightOfItsSourceWhereThereIsRoom() {
    Rectangle source = new Rectangle(20, 100, 300, 320);
    Dimension size = new Dimension(300, 320);
    FreePlace place = FreePlace.on(SCREEN).clearOf(List.of(source)).beside(source, size);
    assertEquals(new Point(20 + 300 + FreePlace.GAP, 100), place.find(size));
  }

  @Test
  void goesBelowLeftOrAboveWhereTheRightIsTaken() {
    Rectangle source = new Rectangle(340, 360, 300, 300);
    Rectangle right = new Rectangle(640, 0, 640, 720);
    Dimension size = new Dimension(300, 300);
    FreePlace place =
        FreePlace.on(SCREEN).clearOf(List.of(right)).clearOf(List.of(source)).beside(source, size);
    assertEquals(new Point(340 - FreePlace.GAP - 300, 360), place.find(size));
  }

  @Test
  void coversTheLessImportantWhereSomethingMustBeCovered() {
    Rectangle panel = new Rectangle(800, 0, 480, 720);
    Rectangle source = new Rectangle(0, 0, 800, 720);
    Rectangle selection = new Rectangle(300, 200, 100, 100);
    Dimension size = new Dimension(300, 300);
    Point at =
        FreePlace.on(SCREEN)
            .clearOf(List.of(panel))
            .clearOf(List.of(selection))
            .clearOf(List.of(source))
            .beside(source, size)
            .find(size);
    Rectangle window = new Rectangle(at, size);
    assertTrue(!window.intersects(panel) && !window.intersects(selection), "at " + at);
  }

  @Test
  void whatIsLargerThanTheScreenBeginsAtItsEdge() {
    Rectangle second = new Rectangle(1280, -100, 1280, 720);
    Point at = FreePlace.on(second).find(new Dimension(2000, 900));
    assertEquals(second.getLocation(), at);
  }

  @Test
  void neverLeavesTheScreenAndCoversAsLittleAsAnyPlaceDoes() {
    Random random = new Random(7);
    for (int trial = 0; trial < 60; trial++) {
      Rectangle screen = new Rectangle(random.nextInt(50) - 25, random.nextInt(50) - 25, 60, 40);
      List<Rectangle> first = rectangles(random, screen, random.nextInt(3));
      List<Rectangle> second = rectangles(random, screen, 1 + random.nextInt(4));
      Dimension size = new Dimension(1 + random.nextInt(40), 1 + random.nextInt(40));
      Point at =
          FreePlace.on(screen)
              .clearOf(first)
              .clearOf(second)
              .beside(second.get(0), size)
              .find(size);
      Rectangle found = new Rectangle(at, size);
      assertTrue(screen.contains(found), trial + ": " + found + " in " + screen);
      long covered = FreePlace.covered(found, first);
      long coveredSecond = FreePlace.covered(found, second);
      for (int x = screen.x; x + size.width <= screen.x + screen.width; x++) {
        for (int y = screen.y; y + size.height <= screen.y + screen.height; y++) {
          Rectangle other = new Rectangle(x, y, size.width, size.height);
          long would = FreePlace.covered(other, first);
          assertTrue(would >= covered, trial + ": " + other + " covers less than " + found);
          if (would == covered) {
            assertTrue(
                FreePlace.covered(other, second) >= coveredSecond,
                trial + ": " + other + " covers less than " + found);
          }
        }
      }
    }
  }

  @Test
  void whatLeavesTheScreenIsMovedIntoIt() {
    Rectangle screen = new Rectangle(10, 20, 100, 80);
    assertEquals(new Rectangle(40, 50, 30, 20), WindowPlace.within(screen, 40, 50, 30, 20));
    assertEquals(new Rectangle(80, 80, 30, 20), WindowPlace.within(screen, 200, 95, 30, 20));
    assertEquals(new Rectangle(10, 20, 130, 90), WindowPlace.within(screen, 40, 50, 130, 90));
  }

  private static List<Rectangle> rectangles(Random random, Rectangle screen, int count) {
    List<Rectangle> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(
          new Rectangle(
              screen.x + random.nextInt(60) - 5,
              screen.y + random.nextInt(40) - 5,
              1 + random.nextInt(40),
              1 + random.nextInt(30)));
    }
    return made;
  }
}
