package io.drover.cli.member;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The members of an environment, read, changed and written back whole: the API knows no other way (spec: identity sheet, 3.2).
 */
final class MemberList {
    private final ApiClient api;
    private final String environment;
    private final List<Resource> members;

    private MemberList(ApiClient api, String environment, List<Resource> members) {
        this.api = api;
        this.environment = environment;
        this.members = new ArrayList<>(members);
    }

    /** @param api in the environment */
    static MemberList read(ApiClient api) {
        String environment = "/projects/" + api.environmentId();
        return new MemberList(api, environment, api.list(environment + "/projectmembers"));
    }

    List<Resource> all() {
        return List.copyOf(members);
    }

    /** Whoever is meant has that role from now on, and no other. */
    void set(Resource who, String role) {
        remove(who);
        ObjectNode member = Json.object();
        member.put("externalId", who.text("externalId"));
        member.put("externalIdType", who.text("externalIdType"));
        member.put("role", role);
        member.put("name", who.name());
        members.add(new Resource(member));
    }

    /** Whether there was such a member. */
    boolean remove(Resource who) {
        return members.removeIf(member -> isSame(member, who));
    }

    void write() {
        ArrayNode list = Json.array();
        for (Resource member : members) {
            list.addObject()
                    .put("externalId", member.text("externalId"))
                    .put("externalIdType", member.text("externalIdType"))
                    .put("role", member.text("role"));
        }
        ObjectNode body = Json.object();
        body.set("members", list);
        api.post(environment + "?action=setmembers", body);
    }

    /**
     * Who is meant: by name, or by type and id as the list shows them. Members come first, then everybody the server finds.
     *
     * @throws CliFailure nobody, or more than one
     */
    Resource find(String word) {
        List<Resource> present =
                members.stream().filter(member -> isMeant(member, word)).toList();
        List<Resource> found = distinct(present.isEmpty() ? search(word) : present);
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw CliFailure.of("nobody, and no group, is named '" + word
                    + "': write the name as it is signed in with, or TYPE:ID, e.g. rancher_id:1a7");
        }
        throw CliFailure.of("'" + word + "' can mean several, write the id: "
                + found.stream().map(one -> one.name() + " (" + idOf(one) + ")").collect(Collectors.joining(", ")));
    }

    private List<Resource> search(String word) {
        if (word.matches("[a-z0-9]+_[a-z]+:.+")) {
            return api.find("/identities/" + ApiClient.encode(word)).stream().toList();
        }
        return api.list("/identities?name=" + ApiClient.encode(word));
    }

    private static List<Resource> distinct(List<Resource> found) {
        List<Resource> distinct = new ArrayList<>();
        for (Resource one : found) {
            if (distinct.stream().noneMatch(other -> isSame(one, other))) {
                distinct.add(one);
            }
        }
        return distinct;
    }

    private static boolean isMeant(Resource member, String word) {
        return idOf(member).equals(word)
                || member.name().equalsIgnoreCase(word)
                || member.text("login").equalsIgnoreCase(word);
    }

    private static boolean isSame(Resource one, Resource other) {
        return idOf(one).equals(idOf(other));
    }

    static String idOf(Resource member) {
        return member.text("externalIdType") + ":" + member.text("externalId");
    }
}
