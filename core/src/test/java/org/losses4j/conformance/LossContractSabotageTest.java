package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Each property must notice an execution that violates it. */
class LossContractSabotageTest {
    private static final LossSample FOCAL = LossSample.of(Losses.of("sigmoid_focal"));
    private static final LossSample CROSS_ENTROPY = LossSample.of(Losses.of("sparse_categorical_cross_entropy"));

    static Stream<Arguments> sabotage() {
        UnaryOperator<Tensor> spoil = x -> x.mul(1.001).add(1e-3);
        UnaryOperator<Tensor> hide = x -> x.equal(x).where(x, 0);
        UnaryOperator<Tensor> intact = x -> x;
        return Stream.of(
                Arguments.of(
                        "a wrong gradient",
                        broken(role -> false, intact, spoil),
                        property(LossProperties::gradientIsThatOfDifferences)),
                Arguments.of(
                        "a wrong value",
                        broken(role -> false, x -> x.mul(x), intact),
                        property(LossProperties::gradientIsThatOfDifferences)),
                Arguments.of(
                        "a mask that is not seen",
                        broken(Role.MASK::equals, intact, intact),
                        property(LossProperties::maskedIsSubset)),
                Arguments.of(
                        "lengths that are not seen",
                        broken(Role.VALID_LENGTHS::equals, intact, intact),
                        property(LossProperties::validLengthsAreAMaskOfSteps)),
                Arguments.of(
                        "a mask that is not seen",
                        broken(Role.MASK::equals, intact, intact),
                        property(LossProperties::allMaskedIsZero)),
                Arguments.of(
                        "weights that are not seen",
                        broken(Role.WEIGHTS::equals, intact, intact),
                        property(LossProperties::weightsWeigh)),
                Arguments.of(
                        "a sum that is off",
                        broken(role -> false, spoil, intact),
                        property(LossProperties::reductionsAgree)),
                Arguments.of(
                        "a gradient in another order",
                        broken(
                                role -> false,
                                intact,
                                x -> x.mul(x.arange(x.shape().extent(0))
                                        .alignLeft(x.shape().rank()))),
                        property(LossProperties::orderDoesNotMatter)),
                Arguments.of(
                        "NaN that is hidden", broken(role -> false, hide, intact), property(LossProperties::nanShows)),
                Arguments.of(
                        "an overflow",
                        broken(role -> false, x -> x.mul(1e300).mul(1e300), intact),
                        property(LossProperties::extremesAreFinite)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sabotage")
    void isNoticed(String what, Execution broken, BiConsumer<LossProperties, LossSample> property) {
        LossProperties properties = new LossProperties(broken);
        boolean noticed = Stream.of(FOCAL, CROSS_ENTROPY).anyMatch(sample -> {
            try {
                property.accept(properties, sample);
                return false;
            } catch (AssertionError e) {
                return true;
            }
        });
        assertTrue(noticed, what);
    }

    private static BiConsumer<LossProperties, LossSample> property(BiConsumer<LossProperties, LossSample> property) {
        return property;
    }

    private static Execution broken(
            java.util.function.Predicate<String> dropped, UnaryOperator<Tensor> value, UnaryOperator<Tensor> gradient) {
        return new Execution() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> roles) {
                Map<String, ReferenceTensor> seen = new LinkedHashMap<>(inputs);
                seen.keySet().removeIf(dropped);
                Outcome outcome = new GraphExecution().run(objective, seen, roles);
                Map<String, Tensor> gradients = new LinkedHashMap<>();
                outcome.gradients().forEach((role, tensor) -> gradients.put(role, gradient.apply(tensor)));
                return new Outcome(value.apply(outcome.value()), gradients);
            }
        };
    }
}
