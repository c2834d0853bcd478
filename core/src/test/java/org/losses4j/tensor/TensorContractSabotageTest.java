package org.losses4j.tensor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract must notice each single operation being wrong by a thousandth. */
class TensorContractSabotageTest {

    static Stream<String> operations() {
        return Arrays.stream(Tensor.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !Set.of("shape", "toArray", "array").contains(name));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aBrokenOperationFails(String broken) {
        boolean noticed = Primitives.all().stream().anyMatch(primitive -> !passes(primitive, broken));
        assertTrue(noticed, () -> "the contract passes with a broken " + broken);
    }

    @Test
    void anIntactTensorOfAnotherKindPasses() {
        for (Primitive primitive : Primitives.all()) {
            assertDoesNotThrow(() -> primitive.check(factory(""), 1e-12));
        }
    }

    private static boolean passes(Primitive primitive, String broken) {
        try {
            primitive.check(factory(broken), 1e-12);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static TensorFactory factory(String broken) {
        return (values, shape) -> new ForeignTensor(ReferenceTensor.of(values, shape.toArray()), broken).asTensor();
    }
}
