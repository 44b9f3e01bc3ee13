# 편집기
profile = 프로필
profile-new = 서버 설명 추가
profile-edit-title = { $profile } 편집
profile-go = 계속
profile-save = 저장
profile-save-sign-in = 저장하고 로그인
profile-changed = 저장 안 됨
profile-leave-title = 저장하지 않고 나갈까요?
profile-leave-text = 여기서 바꾼 내용이 사라져요.
profile-leave-yes = 저장하지 않고 나가기
profile-advanced = 고급
profile-errors = { $count ->
   *[other] 확인할 항목이 { $count }개 있어요
  }
tab-profile-fields = 항목
tab-profile-text = 텍스트
tab-profile-trial = 로그인 시험
profile-text-about = 프로필 파일(TOML)이에요. 비밀번호, 토큰, 클라이언트 비밀값은 들어 있지 않아요.
profile-text-drop = 텍스트 변경 취소

# 시작
kind = 어떤 방식과 가장 비슷한가요?
kind-about = 다음 단계에서 모든 항목을 바꿀 수 있어요.
kind-default = 헤더에 담긴 토큰 (Spring Security + JWT)
kind-default-about = 두 토큰이 응답 헤더로 와요. 만료되면 ExpiredToken이라는 글과 함께 401이 와요.
kind-simplejwt = djangorestframework-simplejwt
kind-simplejwt-about = access와 refresh가 든 JSON이에요. 리프레시 토큰은 JSON 본문으로 보내요.
kind-flask-jwt-extended = flask-jwt-extended
kind-flask-jwt-extended-about = JSON 토큰이에요. 리프레시 토큰을 Bearer로 보내면 새 액세스 토큰만 와요.
kind-atproto = AT Protocol
kind-atproto-about = Bluesky 같은 개인 데이터 서버예요. 토큰이 만료되면 400이 와요.
kind-oauth2 = OAuth 2.0, 공개 클라이언트
kind-oauth2-about = password와 refresh 방식이에요. 클라이언트는 ID만 있고 비밀값은 없어요.
kind-oauth2-basic = OAuth 2.0, Basic 인증 클라이언트
kind-oauth2-basic-about = 같은 방식이고, 클라이언트 ID와 비밀값을 Authorization 헤더로 보내요.
kind-oauth2-body = OAuth 2.0, 본문에 클라이언트 비밀값
kind-oauth2-body-about = 같은 방식이고, 클라이언트 ID와 비밀값을 본문으로 보내요.
kind-cookie-refresh = 쿠키에 담긴 리프레시 토큰
kind-cookie-refresh-about = 액세스 토큰은 JSON에, 리프레시 토큰은 HttpOnly 쿠키에 있어요.
kind-both-tokens = 갱신할 때 두 토큰 모두
kind-both-tokens-about = 갱신할 때 만료된 액세스 토큰과 리프레시 토큰을 함께 보내요.

# 그룹
group-server = 서버
group-server-about = 이름과 주소
group-sign-in = 로그인
group-sign-in-about = 로그인 요청
group-tokens = 토큰
group-tokens-about = 응답에서 토큰이 있는 곳
group-refresh = 갱신
group-refresh-about = 새 토큰을 받는 요청
group-refusals = 거부
group-refusals-about = 토큰 만료를 알아보는 방법
group-calls = 호출
group-calls-about = 토큰을 보내는 방법
group-sign-out = 로그아웃
group-sign-out-about = 서버에 세션 종료 알리기
group-client = 클라이언트
group-client-about = OAuth 2.0 클라이언트
group-claims = 클레임
group-claims-about = JWT에서 사용자를 나타내는 곳
group-ahead = 미리 갱신
group-ahead-about = 토큰이 만료되기 전에 갱신
group-time-outs = 제한 시간
group-time-outs-about = 기다리는 시간
group-tls = TLS
group-tls-about = 암호화된 연결

# 항목: 서버
pf-name = 이름
pf-name-about = 목록에 보이는 이름이에요. 비우면 주소의 호스트와 포트를 써요.
pf-base-url = 기본 URL
pf-base-url-about = API의 스킴, 호스트, 포트, 경로 앞부분이에요. 액세스 토큰은 이 출처로만 보내요.
pf-plain-http = 암호화되지 않은 http 허용
pf-plain-http-about = 다른 컴퓨터에 http://로 연결할 때만 필요해요. 비밀번호와 토큰을 중간에서 읽을 수 있어요.
pf-id = 짧은 이름
pf-id-about = 영문 소문자, 숫자, 하이픈을 써요. 파일 이름이기도 해요.

# 항목: 요청
pf-method = 메서드
pf-method-about = 보통 POST예요.
pf-url = URL
pf-url-about = 기본 URL 아래의 경로예요. 다른 서버가 토큰을 발급하면 전체 URL을 적어요.
pf-body = 본문
pf-body-about = 필드를 보내는 형식이에요.
pf-body-json = JSON
pf-body-form = 폼
pf-body-none = 없음
pf-fields = 필드
pf-fields-about = 본문의 필드예요. 로그인에는 {"{"}user{"}"}, {"{"}password{"}"}를, 그 뒤에는 {"{"}refresh_token{"}"}, {"{"}access_token{"}"}을 쓸 수 있어요. JSON에서 /auth/email 같은 이름은 경로예요.
pf-request-headers = 헤더
pf-request-headers-about = 이 요청의 헤더예요. 필드와 같은 자리표시자를 쓸 수 있어요.
pf-cookies = 쿠키
pf-cookies-about = 이 요청의 쿠키예요. 필드와 같은 자리표시자를 쓸 수 있어요.
pairs-new = 추가…
value-text = 텍스트
value-number = 숫자
value-flag = true/false
value-kind-number = { $row }행 값의 종류

# 항목: 토큰
pf-token-access = 액세스 토큰
pf-token-access-about = header:이름, json:/포인터, cookie:이름 중 하나예요. 예: json:/data/token. 앞의 ‘Bearer ’는 떼어 내요.
pf-token-refresh = 리프레시 토큰
pf-token-refresh-about = 리프레시 토큰이 있는 곳이에요.
pf-token-expires = 만료까지
pf-token-expires-about = 액세스 토큰이 몇 초 뒤 만료되는지 응답에 있다면 그 위치예요.

# 항목: 갱신
pf-rotation = 새 리프레시 토큰
pf-rotation-about = 응답에 새 리프레시 토큰이 없을 때의 동작이에요.
pf-rotation-optional = 항상은 아님: 기존 토큰을 계속 사용
pf-rotation-required = 항상: 없으면 세션 종료
pf-server-error = 서버 오류가 계속되면
pf-server-error-about = 408, 425, 429, 5xx가 계속될 때예요.
pf-server-error-keep = 호출만 실패, 세션 유지
pf-server-error-end = 세션 종료
pf-own-tokens = 로그인 응답과 다른 곳에 토큰이 있음
pf-own-tokens-about = 갱신 응답의 토큰 위치가 로그인 응답과 다르면 선택하세요.

# 항목: 거부
pf-unauthorized = 그 밖의 401
pf-unauthorized-about = 아래 규칙에 맞지 않는 401의 의미예요.
pf-unauthorized-end = 세션이 끝남
pf-unauthorized-return = 의미 없음: 응답을 그대로 전달
pf-unauthorized-refresh = 만료됐을 수 있음: 한 번 갱신
pf-rules = 규칙
pf-rules-about = 순서대로 살펴보고 처음 맞는 규칙을 써요. 규칙의 조건이 모두 맞아야 해요. 401이 아닌 상태에는 조건이 더 필요해요.
rule-number = 규칙 { $row }
rule-add = 규칙 추가
rule-up = 규칙 { $row }을 먼저 확인
rule-remove = 규칙 { $row } 삭제
rule-means = 의미
rule-means-about = 만료: 갱신하고 다시 보내요. 무효: 세션이 끝나요.
rule-means-expired = 만료
rule-means-invalid = 무효
rule-status = 상태
rule-status-about = 400에서 499 사이예요.
rule-code = 코드
rule-code-about = 본문이 이 글이거나 JSON 문자열 또는 JSON 객체의 값 가운데 하나예요.
rule-pointer = JSON 포인터
rule-pointer-about = 다음 두 조건이 살펴볼 JSON 본문의 위치예요.
rule-equals = 값이 같음
rule-equals-about = 그 위치의 값이 정확히 이것이에요.
rule-contains = 값에 포함
rule-contains-about = 그 위치의 값에 이 글이 들어 있어요. 대소문자는 가리지 않아요.
rule-challenge-error = 챌린지 error
rule-challenge-error-about = WWW-Authenticate의 Bearer 챌린지에 이 error가 있어요.
rule-challenge-description = 챌린지 설명
rule-challenge-description-about = error_description에 이 글이 들어 있어요. 대소문자는 가리지 않아요.

# 항목: 호출
pf-attach-header = 토큰 헤더
pf-attach-header-about = 호출에서 액세스 토큰을 담는 헤더예요.
pf-attach-scheme = 인증 방식
pf-attach-scheme-about = 토큰 앞의 단어예요. 비우면 토큰만 보내요.
pf-headers = 헤더
pf-headers-about = 이 출처로 보내는 모든 요청에 함께 가요. 예: API 버전.
pf-caller = 호출에 직접 넣은 토큰 헤더
pf-caller-about = 호출이 토큰 헤더를 직접 가지고 있을 때의 동작이에요.
pf-caller-refuse = 호출 거부
pf-caller-keep = 그대로 보내고 토큰은 붙이지 않음

# 항목: 로그아웃과 클라이언트
pf-sign-out = 서버에 세션 종료를 알릴 수 있음
pf-sign-out-about = ‘모든 곳에서 로그아웃’을 쓸 수 있게 해요 (RFC 7009 또는 서버의 방식).
pf-client = 서버에 OAuth 2.0 클라이언트가 필요함
pf-client-about = ID를 더해요. 비밀값은 로그인할 때 묻고 여기에는 저장하지 않아요.
pf-client-id = 클라이언트 ID
pf-client-id-about = 서버가 아는 client_id예요.
pf-client-authentication = 인증
pf-client-authentication-about = 클라이언트를 증명하는 방법이에요.
pf-client-authentication-none = 공개: 비밀값 없음
pf-client-authentication-basic = HTTP Basic으로 비밀값 전송
pf-client-authentication-body = 본문으로 비밀값 전송

# 항목: 클레임과 미리 갱신
pf-claim-subject = 주체
pf-claim-subject-about = 토큰의 주인을 가리키는 JSON 포인터예요. 갱신으로 다른 사람의 토큰이 오면 세션이 끝나요.
pf-claim-name = 표시할 이름
pf-claim-name-about = 사용자 이름의 JSON 포인터예요. 비우면 로그인할 때 입력한 이름을 써요.
pf-ahead-from = 만료 시각의 출처
pf-ahead-from-about = 앱을 쓰는 동안 토큰이 만료되기 전에 갱신해요.
pf-ahead-from-off = 없음: 거부되면 갱신
pf-ahead-from-token = 토큰 (exp)
pf-ahead-from-expires-in = 응답 (만료까지)
pf-ahead-margin = 여유 시간(초)
pf-ahead-margin-about = 만료 얼마 전에 갱신할지예요. 토큰 수명의 4분의 1을 넘지 않아요.
pf-keep-alive = 앱을 쓰지 않을 때도
pf-keep-alive-about = Latchkey가 실행되는 동안 세션을 유지해요.

# 항목: 제한 시간과 TLS
pf-time-connect = 연결 (ms)
pf-time-connect-about = 연결될 때까지예요.
pf-time-answer = 응답 (ms)
pf-time-answer-about = 호출을 보내고 응답의 머리말이 올 때까지예요.
pf-time-idle = 멈춤 (ms)
pf-time-idle-about = 본문의 두 조각 사이예요.
pf-time-refresh = 로그인과 갱신 (ms)
pf-time-refresh-about = 로그인, 갱신, 로그아웃을 한 번 시도하는 시간이에요.
pf-time-peek = 거부 (ms)
pf-time-peek-about = 거부 응답을 살펴보는 시간이에요.
pf-tls-verify = 서버 인증서 확인
pf-tls-verify-about = 끄면 중간에서 누구나 비밀번호와 토큰을 가로챌 수 있어요.
pf-tls-ca = 신뢰할 인증서
pf-tls-ca-about = 시스템 인증서에 더해 신뢰할 PEM 파일이에요.
pf-tls-client = 클라이언트 인증서
pf-tls-client-about = 클라이언트 인증서와 개인 키가 든 PEM 파일이에요.

# 로그인 시험
trial-about = 한 번 로그인하고 갱신하고 로그아웃해요. 아무것도 저장하지 않아요.
trial-go = 로그인 시험
trial-fits = 프로필이 맞아요. 로그인과 갱신이 잘됐어요.
trial-step-send = 로그인
trial-step-refresh = 갱신
trial-step-end = 로그아웃
trial-step-found = 찾음
trial-step-missing = 없음
trial-answered = { $line } → { $status } 응답
trial-unanswered = { $line }에 응답이 없어요: { $problem }
trial-access = 액세스 토큰
trial-refresh = 리프레시 토큰
trial-found = { $token } { $fingerprint }, 위치: { $place }
trial-found-valid = { $token } { $fingerprint }, 위치: { $place } ({ $span } 뒤 만료)
trial-found-expired = { $token } { $fingerprint }, 위치: { $place } ({ $span } 전 만료)
trial-not-found = { $problem }
trial-not-rotated = 새 리프레시 토큰이 없어 기존 토큰을 계속 사용
