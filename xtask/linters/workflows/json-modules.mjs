// The reader imports its schemas as JSON without saying so, which Node.js refuses without this hook.
export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);
