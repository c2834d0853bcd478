package org.losses4j;

/** The task that a loss is made for. */
public enum Task {
    REGRESSION("regression"),
    BINARY_CLASSIFICATION("binary and multi-label classification"),
    CLASSIFICATION("classification"),
    DISTRIBUTION("matching of distributions"),
    EMBEDDING("embedding and metric learning"),
    RANKING("ranking"),
    GENERATIVE("generative modelling"),
    DETECTION("detection of objects"),
    SEGMENTATION("segmentation"),
    SEQUENCE("sequence labelling"),
    CUSTOM("custom");

    private final String title;

    Task(String title) {
        this.title = title;
    }

    /** The task in words. */
    public String title() {
        return title;
    }
}
