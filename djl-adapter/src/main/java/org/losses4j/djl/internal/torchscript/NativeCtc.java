package org.losses4j.djl.internal.torchscript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Node;
import org.losses4j.loss.sequence.CtcForwardBackward;
import org.losses4j.tensor.HostFunction;

/** Writes PyTorch's own CTC kernels in place of the core's CTC recursion, with the core's conventions at the edges. */
final class NativeCtc {
    private final TorchScriptText text;
    private final Map<List<Node>, Names> written = new HashMap<>();

    NativeCtc(TorchScriptText text) {
        this.text = text;
    }

    static boolean serves(HostFunction function) {
        return function instanceof CtcForwardBackward;
    }

    /** The expression for the value, or for the gradient by the logits, where the last operand is the upstream gradient. */
    String write(HostOp op, List<Node> operands) {
        int blank = ((CtcForwardBackward) op.function()).blank();
        if (op instanceof HostOp.Value) {
            return names(operands, blank).value;
        }
        int last = operands.size() - 1;
        return gradient(names(operands.subList(0, last), blank), blank, operands.get(last));
    }

    private Names names(List<Node> operands, int blank) {
        return written.computeIfAbsent(operands, missing -> forward(operands, blank));
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

    private String gradient(Names names, int blank, Node units) {
        String ones = text.line("torch.ones_like(" + names.value + ")");
        String raw = text.line("torch._ctc_loss_backward(" + ones + ", " + names.arguments + ", " + names.value + ", "
                + names.alpha + ", " + blank + ", True)");
        String upstream = text.line("torch.reshape(" + text.tensor(units) + ", [1, -1, 1])");
        // A class of probability 0 has no slope, for which the kernel computes ∞ − ∞. Zero times infinity is zero,
        // either way.
        String none = text.line("torch.logical_and(torch.logical_or(torch.eq(" + names.logProbabilities + ", -inf), "
                + "torch.eq(" + raw + ", 0)), torch.eq(" + upstream + ", " + upstream + "))");
        String nothing = text.line("torch.logical_or(" + none + ", torch.eq(" + upstream + ", 0))");
        String slope = text.line("torch.where(" + nothing + ", " + text.line("torch.zeros_like(" + raw + ")") + ", "
                + text.line("torch.mul(" + raw + ", " + upstream + ")") + ")");
        return "torch.permute(" + slope + ", [1, 0, 2])";
    }

    private record Names(String logProbabilities, String arguments, String value, String alpha) {}
}
