package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.djl.internal.torchscript.ModuleCache;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;
import org.losses4j.djl.internal.torchscript.TorchScriptText;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Leaf;

/** Computes value and derived gradient in one TorchScript module for each signature. */
final class TorchScriptExecution implements ModeExecution, PreparedMode {
    private final Programs programs;
    private final TorchScriptModule.Loader loader;
    private final ModuleCache<Request.Signature> modules = new ModuleCache<>(ModeChoice.MODULES);

    TorchScriptExecution(Programs programs, TorchScriptModule.Loader loader) {
        this.programs = programs;
        this.loader = loader;
    }

    @Override
    public Optional<PreparedMode> prepare(Request request) {
        if (!request.isTorch()) {
            return Optional.empty();
        }
        RecordedFormula recorded = RecordedFormula.of(programs, request);
        boolean serves = recorded.carrier().isPresent() && TorchScriptText.canWrite(recorded.graph());
        return serves ? Optional.of(this) : Optional.empty();
    }

    @Override
    public ExecutionMode mode() {
        return ExecutionMode.TORCHSCRIPT;
    }

    @Override
    public NDArray compute(Request request) {
        request.checkValues();
        try (TorchScriptModule.Lease module = modules.lease(request.signature(), () -> compile(request))) {
            return module.run(
                    request.roles().stream().map(request::array).collect(Collectors.toCollection(NDList::new)));
        }
    }

    private TorchScriptModule compile(Request request) {
        RecordedFormula recorded = RecordedFormula.of(programs, request);
        TorchScriptText text = new TorchScriptText(request.signature().type(), request.roles());
        List<String> results = text.write(recorded.graph());
        List<String> carried = request.wanted().stream().map(text::input).toList();
        String value = ObjectiveCarrier.write(
                recorded.carrier().orElseThrow(), text, carried, results.subList(1, results.size()), results.get(0));
        return loader.load(
                text.method(value),
                manager -> text.literals().stream()
                        .map(literal -> literal(literal, request.first(), manager))
                        .toList());
    }

    private static NDArray literal(Leaf.Literal literal, NDArray like, NDManager manager) {
        NDArray array = OwnedArrays.create(like, literal.values(), literal.shape());
        array.attach(manager);
        return array;
    }
}
