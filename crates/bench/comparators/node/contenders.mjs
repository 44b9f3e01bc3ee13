// What people use with axios today, as it is copied or documented. Each makes an axios instance that attaches the
// token and refreshes it; settings are axios's own defaults, except that no proxy is looked for.

import axios from 'axios';
import { createAuthRefresh } from 'axios-auth-refresh';

/** The tokens, and what is counted about them. */
export class Session {
  constructor(url) {
    this.url = url;
    this.signOuts = 0;
    this.firstRefresh = null;
    this.plain = axios.create({ baseURL: url, proxy: false });
  }

  get signedIn() {
    return this.access != null;
  }

  async signIn() {
    const credentials = { email: 'demo@latchkey.dev', password: 'latchkey' };
    this.take(await this.plain.post('/api/user/login', credentials));
  }

  /** Asks for a new pair with the refresh token that is held now. */
  async refresh() {
    const headers = { 'Content-Type': 'application/json', 'Authorization-refresh': `Bearer ${this.spent}` };
    const answer = await this.plain.post('/api/refresh-token', '', { headers, skipAuthRefresh: true });
    this.firstRefresh ??= performance.now();
    this.take(answer);
    return this.access;
  }

  signOut() {
    this.signOuts += 1;
    this.access = null;
    this.spent = null;
  }

  take(answer) {
    this.access = answer.headers['authorization'];
    this.spent = answer.headers['authorization-refresh'];
  }

  /** An axios instance that attaches the token as it is when a request leaves. */
  instance() {
    const api = axios.create({ baseURL: this.url, proxy: false });
    api.interceptors.request.use((config) => {
      config.headers['Authorization'] = `Bearer ${this.access}`;
      return config;
    });
    return api;
  }
}

/** The interceptor that is found first: on a 401 refresh, and send again; on failure sign out. */
function copyPaste(session) {
  const api = session.instance();
  api.interceptors.response.use(
    (response) => response,
    async (error) => {
      const original = error.config;
      if (error.response?.status !== 401 || original._retry) return Promise.reject(error);
      original._retry = true;
      try {
        await session.refresh();
      } catch (refreshError) {
        session.signOut();
        return Promise.reject(refreshError);
      }
      return api(original);
    },
  );
  return api;
}

/** The longer one: `isRefreshing` and a queue of calls that failed meanwhile. */
function copyPasteQueue(session) {
  const api = session.instance();
  let isRefreshing = false;
  let failedQueue = [];
  const processQueue = (error, token) => {
    failedQueue.forEach(({ resolve, reject }) => (error ? reject(error) : resolve(token)));
    failedQueue = [];
  };
  api.interceptors.response.use(
    (response) => response,
    async (error) => {
      const original = error.config;
      if (error.response?.status !== 401 || original._retry) return Promise.reject(error);
      if (isRefreshing) {
        return new Promise((resolve, reject) => failedQueue.push({ resolve, reject })).then(() => {
          original._retry = true;
          return api(original);
        });
      }
      original._retry = true;
      isRefreshing = true;
      try {
        processQueue(null, await session.refresh());
      } catch (refreshError) {
        processQueue(refreshError, null);
        session.signOut();
        return Promise.reject(refreshError);
      } finally {
        isRefreshing = false;
      }
      return api(original);
    },
  );
  return api;
}

/** axios-auth-refresh as its manual shows it; the user is signed out when the server refuses the refresh. */
function authRefresh(session, deduplicateRefresh) {
  const api = session.instance();
  const refresh = async (failed) => {
    try {
      failed.response.config.headers['Authorization'] = `Bearer ${await session.refresh()}`;
    } catch (error) {
      if (error.response) session.signOut();
      throw error;
    }
  };
  createAuthRefresh(api, refresh, { deduplicateRefresh });
  return api;
}

export const contenders = {
  'copy-paste': copyPaste,
  'copy-paste-queue': copyPasteQueue,
  'auth-refresh': (session) => authRefresh(session, true),
  'auth-refresh-each': (session) => authRefresh(session, false),
};
