package org.losses4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds inputs by role, under any of the role's names. */
final class Roles {
    private Roles() {}

    /** The role that callers mean by {@code name}: the one of that name, or else one with that alias, as in a sum both may be there. */
    static Role find(String loss, List<Role> roles, String name) {
        Role meant = null;
        for (Role role : roles) {
            if (role.name().equals(name)) {
                return role;
            }
            if (meant == null && role.aliases().contains(name)) {
                meant = role;
            }
        }
        if (meant == null) {
            throw new IllegalArgumentException(loss + " has no role '" + Excerpt.of(name) + "'."
                    + Spelling.hint(name, roles.stream().map(Role::name).toList())
                    + (name.equals(Role.VALID_LENGTHS)
                            ? " It has one value for each example, and none for each step"
                            : ""));
        }
        return meant;
    }

    /** The entry under {@code outer}; if that is the role's own name, an entry under one of its aliases will do. */
    static <V> Optional<V> lookUp(Map<String, V> given, Role role, String outer) {
        return Stream.concat(Stream.of(outer), outer.equals(role.name()) ? role.aliases().stream() : Stream.empty())
                .filter(given::containsKey)
                .findFirst()
                .map(given::get);
    }

    /**
     * The same entries under the roles' own names, in the order of the roles.
     *
     * @throws IllegalArgumentException for an unknown role, one that is given twice, or one that is missing
     */
    static <V> Map<String, V> canonical(Objective objective, Map<String, V> given) {
        List<Role> roles = objective.roles();
        Map<String, V> named = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String role = find(objective.name(), roles, name).name();
            if (named.put(role, value) != null) {
                throw new IllegalArgumentException(objective.name() + ": the role '" + role
                        + "' is given twice, once as '" + Excerpt.of(name) + "'");
            }
        });
        Map<String, V> ordered = new LinkedHashMap<>();
        for (Role role : roles) {
            V value = named.get(role.name());
            if (value != null) {
                ordered.put(role.name(), value);
            } else if (!role.optional()) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role.name()
                        + "' is missing; given: " + Excerpt.of(given.keySet(), 200));
            }
        }
        return ordered;
    }
}
