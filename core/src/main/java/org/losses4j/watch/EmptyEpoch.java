package org.losses4j.watch;

/**
 * An epoch ended without a step: nothing was trained.
 *
 * @param step the last step before the epoch, 0 if there was none
 */
public record EmptyEpoch(long step) implements WatchEvent {

    @Override
    public String symptom() {
        return "An epoch ended without a training step; so far there have been " + step + ".";
    }

    @Override
    public String cause() {
        return "the data had no batch left, as an iterator has that was not reset, or the framework left out all of them:"
                + " Deeplearning4j does so where truncated back-propagation through time meets features or labels that have"
                + " not three axes.";
    }

    @Override
    public String remedy() {
        return "look at the number of batches and their shapes; reset the iterator; with truncated back-propagation give class"
                + " indices as [N, 1, T].";
    }
}
