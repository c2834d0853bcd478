package org.losses4j.benchmarks;

/**
 * The first seconds of one training in a JVM of its own.
 *
 * @param training the name of the training
 * @param ours whether it was trained with our loss, or with the framework's own
 * @param fork the number of the JVM, from 1; own and ours of one number ran one after the other
 * @param otherCores the cores that other processes used meanwhile
 * @param curve the times of the steps
 */
record StartRun(String training, boolean ours, int fork, double otherCores, TrainingCurve curve) {}
