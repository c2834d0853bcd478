package org.losses4j.tensor;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** A tensor of another kind, which computes with a reference tensor behind it; one of its operations may be broken. */
public final class ForeignTensor implements InvocationHandler {
    private final Tensor inner;
    private final String broken;

    public ForeignTensor(Tensor inner) {
        this(inner, "");
    }

    ForeignTensor(Tensor inner, String broken) {
        this.inner = inner;
        this.broken = broken;
    }

    public Tensor asTensor() {
        return (Tensor) Proxy.newProxyInstance(Tensor.class.getClassLoader(), new Class<?>[] {Tensor.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.isDefault() && !method.getName().equals("host")) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        Object[] unwrapped = arguments == null
                ? null
                : Arrays.stream(arguments).map(this::unwrap).toArray();
        try {
            Object result = method.invoke(inner, unwrapped);
            if (result instanceof Tensor tensor) {
                boolean sabotaged = method.getName().equals(broken) && Modifier.isAbstract(method.getModifiers());
                return new ForeignTensor(sabotaged ? spoilt(tensor) : tensor, broken).asTensor();
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object unwrap(Object argument) {
        if (argument instanceof Tensor[] tensors) {
            return Arrays.stream(tensors).map(this::unwrap).toArray(Tensor[]::new);
        }
        if (!(argument instanceof Tensor tensor)) {
            return argument;
        }
        if (Proxy.isProxyClass(tensor.getClass())
                && Proxy.getInvocationHandler(tensor) instanceof ForeignTensor foreign) {
            return foreign.inner;
        }
        throw MixedTensors.error(ForeignTensor.class, tensor);
    }

    private static Tensor spoilt(Tensor tensor) {
        double[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += 1e-3 * (1 + Math.abs(values[i]));
        }
        return tensor.array(values, tensor.shape());
    }
}
