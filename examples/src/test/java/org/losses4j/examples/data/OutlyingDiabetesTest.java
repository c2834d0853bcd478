package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlyingDiabetesTest {

    // The sum of all targets is 67,243; targets are from 25 to 346.
    @ParameterizedTest
    @ValueSource(longs = {1, 9, -4})
    void makesATenthOfTheTrainingTargetsTenTimesTooLarge(long seed) throws IOException {
        Split data = OutlyingDiabetes.split(seed);
        assertEquals(309, data.train().size());
        assertEquals(133, data.test().size());
        assertEquals(31, OutlyingDiabetes.wrong(309));
        double[] train = data.train().labels();
        double wrong = Arrays.stream(train, 0, 31).sum();
        double right = Arrays.stream(train, 31, 309).sum();
        double test = Arrays.stream(data.test().labels()).sum();
        assertEquals(672.43, wrong / 10 + right + test, 1e-9);
        assertEquals(
                0, Arrays.stream(data.test().labels()).filter(y -> y > 3.46).count());
        assertEquals(0, Arrays.stream(train, 31, 309).filter(y -> y > 3.46).count());
    }

    @Test
    void dependsOnNothingButTheSeed() throws IOException {
        assertArrayEquals(
                OutlyingDiabetes.split(2).train().labels(),
                OutlyingDiabetes.split(2).train().labels());
        assertNotEquals(
                Arrays.toString(OutlyingDiabetes.split(2).train().labels()),
                Arrays.toString(OutlyingDiabetes.split(3).train().labels()));
    }
}
