/** The routes of jobs and inference for the OpenAPI document. */
export const INFERENCE_OPENAPI = { paths: {}, components: { schemas: {} } };
