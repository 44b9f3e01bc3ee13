// An AT Protocol PDS with the directory of identities it needs, as @atproto/dev-env starts them for its own tests.
'use strict'

const http = require('node:http')
const net = require('node:net')
const path = require('node:path')

// The development network listens on every interface; a test has no business there.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...rest) {
  const options = typeof where === 'object' ? where : { port: where }
  const ready = rest.filter((value) => typeof value === 'function')
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...ready)
}

// The lifetime of an access token is not a setting of the PDS. Only this one number is ours: signing, checking and
// rotating stay the server's.
const pdsFolder = path.dirname(require.resolve('@atproto/pds'))
const auth = require(path.join(pdsFolder, 'account-manager/helpers/auth.js'))
const createAccessToken = auth.createAccessToken
let accessSeconds = Number(process.env.ACCESS_SECONDS)
auth.createAccessToken = (options) => createAccessToken({ ...options, expiresIn: `${accessSeconds}s` })

// Not the package's entry: that one loads the application servers, too.
const devEnvFolder = path.dirname(require.resolve('@atproto/dev-env'))
const { TestNetworkNoAppView } = require(path.join(devEnvFolder, 'network-no-appview.js'))

const counted = {}

function count(request, response) {
  const line = `${request.method} ${request.url.split('?')[0]}`
  const writeHead = response.writeHead
  // Counted before the answer leaves: whoever has the answer finds it counted.
  response.writeHead = function (status, ...rest) {
    counted[line] ??= {}
    counted[line][status] = (counted[line][status] ?? 0) + 1
    return writeHead.call(this, status, ...rest)
  }
}

function control(request, response) {
  const [, , word, seconds] = request.url.split('/')
  if (request.method === 'POST' && word === 'lifetime') accessSeconds = Number(seconds)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(counted))
}

async function main() {
  const network = await TestNetworkNoAppView.create()
  await network.pds.getClient().createAccount({
    email: 'keeper@example.test',
    handle: process.env.REAL_SERVER_USER,
    password: process.env.REAL_SERVER_PASSWORD,
  })
  network.pds.server.server.prependListener('request', count)
  const controls = http.createServer(control)
  await new Promise((resolve) => controls.listen(0, resolve))
  const url = `http://127.0.0.1:${network.pds.port}`
  console.log(JSON.stringify({ url, control: `http://127.0.0.1:${controls.address().port}` }))
}

// The test holds the other end of standard input: it closes however the test ends.
process.stdin.resume().on('end', () => process.exit(0))
main().catch((problem) => {
  console.error(problem)
  process.exit(1)
})
