package io.drover.identity.directory;

import static io.drover.identity.directory.Entries.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.identity.directory.GroupWalk.Parents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GroupWalkTest {
    /** {@code from} is a member of {@code to}. */
    record Edge(int from, int to) {}

    @Property
    void findsExactlyWhatCanBeReachedWhateverTheCycles(
            @ForAll @Size(max = 40) List<@IntRange(max = 15) Integer> ends, @ForAll @IntRange(max = 15) int start) {
        List<Edge> edges = IntStream.range(0, ends.size() / 2)
                .mapToObj(i -> new Edge(ends.get(2 * i), ends.get(2 * i + 1)))
                .toList();

        List<DirectoryIdentity> found = GroupWalk.from(List.of(numbered(start)), parents(edges));

        assertThat(found).doesNotHaveDuplicates().first().isEqualTo(numbered(start));
        assertThat(new HashSet<>(found)).isEqualTo(reachable(edges, start));
    }

    private static Parents parents(List<Edge> edges) {
        return groups -> edges.stream()
                .filter(edge -> groups.contains(numbered(edge.from())))
                .map(edge -> numbered(edge.to()))
                .toList();
    }

    /** By the definition, without cleverness. */
    private static Set<DirectoryIdentity> reachable(List<Edge> edges, int start) {
        Set<DirectoryIdentity> all = new HashSet<>(Set.of(numbered(start)));
        for (int i = 0; i <= edges.size(); i++) {
            edges.stream()
                    .filter(edge -> all.contains(numbered(edge.from())))
                    .map(edge -> numbered(edge.to()))
                    .toList()
                    .forEach(all::add);
        }
        return all;
    }

    @Test
    void giveUpBeyondTheLimitsInsteadOfAnsweringAPart() {
        List<DirectoryIdentity> many = IntStream.rangeClosed(0, GroupWalk.MAX_GROUPS)
                .mapToObj(GroupWalkTest::numbered)
                .toList();
        Parents deeper = groups -> List.of(group(groups.getFirst().name() + "x"));

        assertThatThrownBy(() -> GroupWalk.from(many, _ -> List.of()))
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining("2000 groups")
                .hasMessageContaining("groupSearchDomain");
        assertThatThrownBy(() -> GroupWalk.from(List.of(group("a")), deeper))
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining("32 levels");
    }

    @Test
    void asksForEachGroupOnce() {
        List<DirectoryIdentity> asked = new ArrayList<>();
        GroupWalk.from(List.of(group("a")), groups -> {
            asked.addAll(groups);
            return List.of(
                    group("a"),
                    group("b"),
                    new DirectoryIdentity("openldap_group", "CN=B,ou=groups,dc=x", "b", "b", false));
        });

        assertThat(asked).containsExactly(group("a"), group("b"));
    }

    private static DirectoryIdentity numbered(int number) {
        return group("g" + number);
    }
}
