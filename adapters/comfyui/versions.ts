/** The two shapes of a workflow file: 0.4 with links as lists, and 1 with links as objects and bends beside them. */
import { asList, isObject, type Json, type JsonObject } from './json.js';

export type WorkflowVersion = 0.4 | 1;

export const versionOf = (file: JsonObject): WorkflowVersion => (file['version'] === 1 ? 1 : 0.4);

/** The file in the shape of `version`; as it is where it has it. Nothing else in it changes. */
export function toVersion(file: JsonObject, version: WorkflowVersion): JsonObject {
  if (versionOf(file) === version) return file;
  return version === 1 ? toOne(file) : toPointFour(file);
}

function toOne(file: JsonObject): JsonObject {
  const { last_node_id, last_link_id, links, extra, version: _, ...rest } = file;
  const { reroutes, linkExtensions, ...otherExtra } = isObject(extra) ? extra : {};
  const parents = new Map(asList(linkExtensions).flatMap((each) => (isObject(each) ? [[each['id'], each['parentId']] as const] : [])));
  return {
    ...rest,
    version: 1,
    state: {
      lastGroupId: highest(asList(file['groups'])),
      lastNodeId: last_node_id ?? 0,
      lastLinkId: last_link_id ?? 0,
      lastRerouteId: highest(asList(reroutes)),
    },
    links: asList(links).map((link) => {
      if (!Array.isArray(link)) return link;
      const [id, origin_id, origin_slot, target_id, target_slot, type] = link as [Json, Json, Json, Json, Json, Json?];
      const parentId = parents.get(id);
      return { id, origin_id, origin_slot, target_id, target_slot, type: type ?? '*', ...(parentId === undefined ? {} : { parentId }) };
    }),
    ...(reroutes === undefined ? {} : { reroutes }),
    ...(extra === undefined ? {} : { extra: otherExtra }),
  };
}

function toPointFour(file: JsonObject): JsonObject {
  const { state, links, reroutes, extra, version: _, ...rest } = file;
  const { lastNodeId, lastLinkId } = isObject(state) ? state : ({} as JsonObject);
  const linkExtensions: Json[] = [];
  const lists = asList(links).map((link) => {
    if (!isObject(link)) return link;
    const { id, origin_id, origin_slot, target_id, target_slot, type, parentId } = link;
    if (parentId !== undefined) linkExtensions.push({ id: id ?? null, parentId });
    return [id ?? 0, origin_id ?? 0, origin_slot ?? 0, target_id ?? 0, target_slot ?? 0, type ?? '*'];
  });
  const bends = { ...(linkExtensions.length > 0 ? { linkExtensions } : {}), ...(reroutes === undefined ? {} : { reroutes }) };
  return {
    ...rest,
    last_node_id: lastNodeId ?? 0,
    last_link_id: lastLinkId ?? 0,
    links: lists,
    extra: { ...(isObject(extra) ? extra : {}), ...bends },
    version: 0.4,
  };
}

function highest(items: readonly Json[]): number {
  return items.reduce<number>((most, item) => (isObject(item) && typeof item['id'] === 'number' ? Math.max(most, item['id']) : most), 0);
}
