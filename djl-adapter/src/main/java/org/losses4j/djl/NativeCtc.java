package org.losses4j.djl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Node;
import org.losses4j.loss.sequence.CtcForwardBackward;
import org.losses4j.tensor.HostFunction;

/** PyTorch's own kernels in the place of the core's CTC recursion, with the core's conventions at the edges. */
final class NativeCtc {
    private final TorchScriptText text;
    private final Map<List<Node>, Names> written = new HashMap<>();

    NativeCtc(TorchScriptText text) {
        this.text = text;
    }

    static boolean serves(HostFunction function) {
        return function instanceof CtcForwardBackward;
    }

    /** The expression of the value, or of the gradient by the logits. */
    String write(HostOp op, List<Node> operands) {
        int blank = ((CtcForwardBackward) op.function()).blank();
        Names names = written.computeIfAbsent(operands, missing -> forward(operands, blank));
        return op instanceof HostOp.Value ? names.value : gradient(names, blank);
    }

    private Names forward(List<Node> operands, int blank) {
        String logits = text.tensor(operands.get(0));
        String shifted = text.line("torch.log_softmax(" + logits + ", 2)");
        String logProbabilities = text.line("torch.permute(" + shifted + ", [1, 0, 2])");
        String targets = whole(operands.get(1));
        String frames = whole(operands.get(2));
        String labels = whole(operands.get(3));
        String arguments = logProbabilities + ", " + targets + ", " + frames + ", " + labels;
        String value = text.fresh();
        String alpha = text.fresh();
        text.statement(value + ", " + alpha + " = torch._ctc_loss(" + arguments + ", " + blank + ", False)");
        return new Names(logProbabilities, arguments, value, alpha);
    }

    private String whole(Node node) {
        return text.line("torch.to(" + text.tensor(node) + ", 4)");
    }

    private String gradient(Names names, int blank) {
        String ones = text.line("torch.ones_like(" + names.value + ")");
        String raw = text.line("torch._ctc_loss_backward(" + ones + ", " + names.arguments + ", " + names.value + ", "
                + names.alpha + ", " + blank + ", True)");
        // A class that cannot be has no slope; the kernel computes ∞ − ∞ for it.
        String slope = text.line("torch.where(torch.eq(" + names.logProbabilities + ", -inf), "
                + text.line("torch.zeros_like(" + raw + ")") + ", " + raw + ")");
        return "torch.permute(" + slope + ", [1, 0, 2])";
    }

    private record Names(String logProbabilities, String arguments, String value, String alpha) {}
}
