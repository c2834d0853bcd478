package org.losses4j.djl.internal.torchscript;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.PairOp;
import org.losses4j.graph.ShapedOp;
import org.losses4j.graph.UnaryOp;
import org.losses4j.tensor.Shape;

/** Writes a recorded graph as the body of a TorchScript method: a line for each node. */
public final class TorchScriptText {
    private final StringBuilder body = new StringBuilder();
    private final Map<Node, String> names = new HashMap<>();
    private final Map<Node, String> masks = new HashMap<>();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final List<Leaf.Literal> literals = new ArrayList<>();
    private final NativeCtc ctc = new NativeCtc(this);
    private final int type;
    private int fresh;

    /**
     * An empty body.
     *
     * @param roles the inputs' roles, in the order of the parameters
     */
    public TorchScriptText(DataType type, List<String> roles) {
        this.type = type == DataType.FLOAT64 ? 7 : 6;
        for (String role : roles) {
            inputs.put(role, "x" + inputs.size());
        }
    }

    /** Whether every node of a graph can be written. */
    public static boolean canWrite(Graph graph) {
        return graph.nodes().stream()
                .allMatch(node -> !(node.op() instanceof HostOp host) || NativeCtc.serves(host.function()));
    }

    /** The name of a role's parameter. */
    public String input(String role) {
        String name = inputs.get(role);
        if (name == null) {
            throw new IllegalArgumentException("No input '" + role + "' among " + inputs.keySet());
        }
        return name;
    }

    /** Writes the nodes of a graph, which is not to be differentiated further; gives the names of its outputs. */
    public List<String> write(Graph graph) {
        Set<String> used = graph.roles();
        for (String role : used) {
            line(input(role) + "d", "torch.detach(" + input(role) + ")");
        }
        graph.nodes().forEach(this::write);
        return graph.outputs().stream().map(this::tensor).toList();
    }

    /** Adds a line that gives {@code expression} a name of its own. */
    public String line(String expression) {
        return line(fresh(), expression);
    }

    /** A new name. */
    String fresh() {
        return "v" + fresh++;
    }

    private String line(String name, String expression) {
        body.append("    ").append(name).append(" = ").append(expression).append('\n');
        return name;
    }

    /** Adds a statement. */
    void statement(String statement) {
        body.append("    ").append(statement).append('\n');
    }

    /** The method {@code forward} with the body that was written so far. */
    public String method(String result) {
        String parameters = IntStream.range(0, inputs.size() + literals.size())
                .mapToObj(i -> ", " + (i < inputs.size() ? "x" + i : "literal" + (i - inputs.size())) + ": Tensor")
                .collect(Collectors.joining());
        return "  def forward(self: __torch__.M" + parameters + ") -> Tensor:\n" + body + "    return " + result + "\n";
    }

    /** The formula's own arrays, which follow the inputs as parameters. */
    public List<Leaf.Literal> literals() {
        return literals;
    }

    /** The name of a node's tensor. */
    String tensor(Node node) {
        return names.computeIfAbsent(node, missing -> {
            if (missing.op() instanceof Leaf.Constant constant) {
                return line("torch.new_full(" + like() + ", [], " + number(constant.value()) + ")");
            }
            String mask = masks.get(missing);
            if (mask == null) {
                throw new IllegalStateException("A node is used before it is written: " + missing.op());
            }
            return line("torch.to(" + mask + ", " + type + ")");
        });
    }

    private String like() {
        return "x0";
    }

    private void write(Node node) {
        if (node.op() instanceof Leaf.Constant) {
            return;
        }
        List<Node> x = node.operands();
        if (node.op() == BinaryOp.GREATER || node.op() == BinaryOp.EQUAL) {
            masks.put(node, line(comparison(node)));
            return;
        }
        String expression;
        if (node.op() instanceof Leaf leaf) {
            expression = leaf(leaf);
        } else if (node.op() instanceof UnaryOp unary) {
            expression = unary(unary, tensor(x.get(0)));
        } else if (node.op() instanceof BinaryOp binary) {
            expression = binary(binary, x.get(0), x.get(1));
        } else if (node.op() instanceof ShapedOp shaped) {
            expression = shaped(shaped, node, x);
        } else if (node.op() instanceof PairOp pairs) {
            expression = pairs(pairs, x.stream().map(this::tensor).toList());
        } else {
            expression = ctc.write((HostOp) node.op(), x);
        }
        names.put(node, line(expression));
    }

    private String leaf(Leaf leaf) {
        if (leaf instanceof Leaf.Input input) {
            return input(input.role()) + "d";
        }
        if (leaf instanceof Leaf.Arange arange) {
            return "torch.arange(" + arange.length() + ", dtype=" + type + ", layout=None, device=ops.prim.device("
                    + like() + "), pin_memory=None)";
        }
        literals.add((Leaf.Literal) leaf);
        return "literal" + (literals.size() - 1);
    }

    private static String unary(UnaryOp op, String x) {
        return switch (op) {
            case NEG -> "torch.neg(" + x + ")";
            case ABS -> "torch.abs(" + x + ")";
            // torch.sign is 0 at NaN.
            case SIGN -> "torch.where(torch.ne(" + x + ", " + x + "), " + x + ", torch.sign(" + x + "))";
            case EXP -> "torch.exp(" + x + ")";
            case EXPM1 -> "torch.expm1(" + x + ")";
            case LOG -> "torch.log(" + x + ")";
            case LOG1P -> "torch.log1p(" + x + ")";
            case SQRT -> "torch.sqrt(" + x + ")";
            // Softplus's default threshold of 20 is too low for float64.
            case SOFTPLUS -> "torch.softplus(" + x + ", 1, 40)";
            case SIGMOID -> "torch.sigmoid(" + x + ")";
            case ATAN -> "torch.atan(" + x + ")";
            case STOP_GRADIENT -> x;
        };
    }

    private String binary(BinaryOp op, Node a, Node b) {
        return switch (op) {
            case ADD -> "torch.add(" + sides(a, b) + ")";
            case SUB ->
                constant(a) && !constant(b)
                        ? "torch.rsub(" + tensor(b) + ", " + scalar(a) + ")"
                        : "torch.sub(" + tensor(a) + ", " + scalar(b) + ")";
            case MUL -> "torch.mul(" + sides(a, b) + ")";
            case DIV -> "torch.div(" + tensor(a) + ", " + scalar(b) + ")";
            case MINIMUM -> extreme("minimum", "clamp_max", a, b);
            case MAXIMUM -> extreme("maximum", "clamp_min", a, b);
            case GREATER, EQUAL -> throw new IllegalStateException("A comparison is a mask");
        };
    }

    private String extreme(String ofTensors, String ofNumber, Node a, Node b) {
        return constant(a) == constant(b)
                ? "torch." + ofTensors + "(" + tensor(a) + ", " + tensor(b) + ")"
                : "torch." + ofNumber + "(" + sides(a, b) + ")";
    }

    /** The operands of an operation whose sides may be exchanged: a constant goes to the right, as a number. */
    private String sides(Node a, Node b) {
        return constant(a) ? tensor(b) + ", " + scalar(a) : tensor(a) + ", " + scalar(b);
    }

    private String comparison(Node node) {
        Node a = node.operands().get(0);
        Node b = node.operands().get(1);
        String name = node.op() == BinaryOp.EQUAL ? "eq" : "gt";
        if (constant(a) && !constant(b)) {
            return "torch." + (name.equals("gt") ? "lt" : name) + "(" + tensor(b) + ", " + scalar(a) + ")";
        }
        return "torch." + name + "(" + tensor(a) + ", " + scalar(b) + ")";
    }

    private String shaped(ShapedOp op, Node node, List<Node> x) {
        String first = op instanceof ShapedOp.Where ? "" : tensor(x.get(0));
        if (op instanceof ShapedOp.Pow pow) {
            return "torch.pow(" + first + ", " + number(pow.exponent()) + ")";
        } else if (op instanceof ShapedOp.Where) {
            String mask = masks.get(x.get(0));
            String condition = mask == null ? "torch.ne(" + tensor(x.get(0)) + ", 0)" : mask;
            return "torch.where(" + condition + ", " + tensor(x.get(1)) + ", " + tensor(x.get(2)) + ")";
        } else if (op instanceof ShapedOp.Sum sum) {
            return sum.axes().isEmpty()
                    ? first
                    : "torch.sum(" + first + ", " + sum.axes() + ", " + truth(sum.keepDims()) + ")";
        } else if (op instanceof ShapedOp.Max max) {
            return x.get(0).shape().extent(max.axis()) == 0
                    ? "torch.new_full(" + first + ", " + node.shape() + ", -inf)"
                    : "torch.amax(" + first + ", [" + max.axis() + "], " + truth(max.keepDims()) + ")";
        } else if (op instanceof ShapedOp.Transpose transpose) {
            return "torch.permute(" + first + ", " + transpose.order() + ")";
        } else if (op instanceof ShapedOp.Reshape) {
            return "torch.reshape(" + first + ", " + extents(node.shape()) + ")";
        }
        return "torch.expand(" + first + ", " + extents(node.shape()) + ")";
    }

    private static String pairs(PairOp op, List<String> x) {
        if (op instanceof PairOp.Matmul) {
            return "torch.mm(" + x.get(0) + ", " + x.get(1) + ")";
        }
        boolean weighted = op instanceof PairOp.WeightedDifferences;
        String difference = "torch.sub(torch.unsqueeze(" + x.get(weighted ? 1 : 0) + ", 1), torch.unsqueeze("
                + x.get(weighted ? 2 : 1) + ", 0))";
        if (!weighted) {
            return "torch.sum(torch.square(" + difference + "), [2], False)";
        }
        return "torch.sum(torch.mul(torch.unsqueeze(" + x.get(0) + ", 2), " + difference + "), [1], False)";
    }

    static String extents(Shape shape) {
        return IntStream.of(shape.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static boolean constant(Node node) {
        return node.op() instanceof Leaf.Constant;
    }

    /** A constant as a number, anything else as a tensor. */
    private String scalar(Node node) {
        return node.op() instanceof Leaf.Constant constant ? number(constant.value()) : tensor(node);
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value).replace("E", "e");
    }
}
