/**
 * Solvers, one class each: a configuration and a number of steps flow in, a {@link
 * io.github.palimpsest.sample.Scheduler} flows out, the update from one step's state to the next.
 * {@link io.github.palimpsest.sample.solver.Schedulers} finds them by the names that users and
 * diffusers know.
 */
package io.github.palimpsest.sample.solver;
