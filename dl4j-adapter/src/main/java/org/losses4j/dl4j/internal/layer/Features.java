package org.losses4j.dl4j.internal.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.jspecify.annotations.Nullable;

/** The features of an input type: their number, and their axis. */
public final class Features {
    private Features() {}

    /** The number of features of each example, step or pixel. */
    public static long count(InputType type) {
        if (type instanceof InputType.InputTypeFeedForward flat) {
            return flat.getSize();
        }
        if (type instanceof InputType.InputTypeRecurrent sequence) {
            return sequence.getSize();
        }
        if (type instanceof InputType.InputTypeConvolutional image) {
            return image.getChannels();
        }
        if (type instanceof InputType.InputTypeConvolutional3D volume) {
            return volume.getChannels();
        }
        if (type instanceof InputType.InputTypeConvolutionalFlat flat) {
            return flat.getFlattenedSize();
        }
        throw new IllegalStateException("An objective layer takes vectors, sequences, images and volumes, got " + type);
    }

    /** Whether the features are along the last axis; null if there is no other axis for them. */
    public static @Nullable Boolean last(InputType type) {
        if (type instanceof InputType.InputTypeRecurrent sequence) {
            return sequence.getFormat() == RNNFormat.NWC;
        }
        if (type instanceof InputType.InputTypeConvolutional image) {
            return image.getFormat() == CNN2DFormat.NHWC;
        }
        return type instanceof InputType.InputTypeConvolutional3D volume
                ? volume.getDataFormat() == Convolution3D.DataFormat.NDHWC
                : null;
    }

    /** The preprocessor that makes sequences again of the rows of a dense layer; null if the rows were not made of sequences. */
    public static @Nullable InputPreProcessor toSequences(InputType type) {
        return type instanceof InputType.InputTypeFeedForward rows
                        && rows.getTimeDistributedFormat() instanceof RNNFormat format
                ? new FeedForwardToRnnPreProcessor(format)
                : null;
    }

    /** The same type with another number of features. */
    public static InputType with(InputType type, long features) {
        if (type instanceof InputType.InputTypeRecurrent sequence) {
            return InputType.recurrent(features, sequence.getTimeSeriesLength(), sequence.getFormat());
        }
        if (type instanceof InputType.InputTypeConvolutional image) {
            return InputType.convolutional(image.getHeight(), image.getWidth(), features, image.getFormat());
        }
        if (type instanceof InputType.InputTypeConvolutional3D volume) {
            return InputType.convolutional3D(
                    volume.getDataFormat(), volume.getDepth(), volume.getHeight(), volume.getWidth(), features);
        }
        return InputType.feedForward(features);
    }
}
