package io.drover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.api.Resource;
import io.drover.cli.json.Json;
import java.io.UncheckedIOException;

/** Resources as servers write them, for tests. Written with single quotes for double ones. */
public final class Wire {
    private Wire() {}

    public static Resource resource(String json) {
        try {
            return new Resource((ObjectNode) Json.parse(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String json(String text) {
        return text.replace('\'', '"');
    }

    public static String collection(String... rows) {
        return json("{'type':'collection','data':[" + String.join(",", rows)
                + "],'pagination':{'next':null,'limit':3000}}");
    }

    public static String service(String id, String name, String state, String rest) {
        return json("{'id':'" + id + "','type':'service','name':'" + name + "','stackId':'1st1','state':'" + state
                + "','healthState':'healthy','transitioning':'no','scale':2,'currentScale':2,"
                + "'launchConfig':{'imageUuid':'docker:hello/" + name + "'}" + rest + "}");
    }

    public static String container(String id, String name, String state, String rest) {
        return json("{'id':'" + id + "','type':'container','name':'" + name + "','state':'" + state
                + "','transitioning':'no','stackId':'1st1','hostId':'1h1','imageUuid':'docker:hello/web',"
                + "'externalId':'0123456789abcdef0123','primaryIpAddress':'10.42.0.2','serviceIds':['1s1']" + rest
                + "}");
    }

    public static String stack(String id, String name, String rest) {
        return json("{'id':'" + id + "','type':'stack','name':'" + name
                + "','state':'active','healthState':'healthy','transitioning':'no'" + rest + "}");
    }

    public static String error(int status, String code, String message, String field) {
        return json("{'type':'error','status':" + status + ",'code':'" + code + "','message':'" + message
                + "','fieldName':'" + field + "'}");
    }
}
