# 저장한 요청과 환경
saved = 저장한 요청
saved-about = 요청을 폴더에 파일로 보관해요. 다시 찾고, 함께 쓰고, git에 넣을 수 있어요.
saved-open-folder = 폴더 열기…
saved-close = 폴더 닫기
saved-menu = 저장한 요청: 더 보기
saved-line-menu = { $name } 더 보기
saved-empty = 아직 저장한 요청이 없어요. 보내기 옆의 저장 버튼을 누르면 여기에 들어와요.
saved-none = 맞는 것이 없어요.
saved-filter = 저장한 요청 찾기
saved-more = { $count ->
   *[other] { $count }개 더 있어요. 더 보기
  }
saved-new-folder = 새 폴더…
saved-new-folder-in = 안에 새 폴더…
saved-new-environment = 새 환경…
saved-restore = 삭제한 것 되돌리기
saved-rename = 이름 바꾸기
saved-duplicate = 복제
saved-up = 위로 옮기기
saved-down = 아래로 옮기기
saved-delete = 삭제
saved-deleted = ‘{ $name }’ 항목을 삭제했어요.
saved-undo = 되돌리기
saved-make = 폴더 만들기
saved-problems = { $count ->
   *[other] 파일 { $count }개를 읽을 수 없어요
  }
saved-name = 이름
saved-name-bad = 이름은 1자에서 { $limit }자까지예요.
saved-folder-of = 넣을 폴더
save-request = 요청 저장
save-request-hint = 요청 저장 ({ $keys })
tab-name-changed = { $request }, 바뀜
path-params = 경로
environment = 환경
environment-none = 환경 없음
environment-edit = 환경 편집
environment-new = 새 환경
environment-about = 요청에 {"{{"}name{"}}"}이라고 쓴 자리에 값을 넣어 보내요. 값은 폴더에 그대로 저장되고, 비밀 값은 토큰을 보관하는 곳에 두며 다시 보여 주지 않아요.
environment-variables = 변수
environment-secret = 비밀
environment-secret-number = { $row }행은 비밀
environment-new-variable = 새 변수
environment-kept = 보관 중이에요. 바꾸려면 입력하세요
environment-remove = 삭제
conflict = 다른 곳에서 이 요청을 바꿨어요
conflict-changed = ‘{ $name }’ 파일이 열었을 때와 달라졌어요. 내 요청은 탭에 있고, 그 옆에 저장하거나 덮어쓸 수 있어요.
conflict-gone = ‘{ $name }’ 파일이 없어졌어요. 내 요청은 탭에 있고, 새로 저장할 수 있어요.
conflict-both = 내 것을 옆에 저장
conflict-mine = 내 것으로 덮어쓰기
conflict-theirs = 바뀐 것 가져오기
saved-import = 가져오기…
saved-run = 실행…
saved-run-folder = 실행…
action-run = 저장한 요청 실행…
saved-export = Postman 컬렉션으로 내보내기…
saved-export-folder = Postman 컬렉션으로 내보내기…
saved-copy-curl = curl로 복사
action-copy-curl = 요청을 curl로 복사
import = 가져오기
import-about = OpenAPI 3.0과 3.1, Postman, Insomnia, Bruno, HAR, curl의 요청을 가져와요. 저장하기 전에 무엇이 들어오는지 볼 수 있어요. 인증 정보는 가져오지 않고, 세션 정보는 그 주소로 보내지 않아요.
import-text = 문서나 그 주소 붙여넣기
import-file = 파일 선택…
import-read = 들어올 내용 보기
import-stop = 멈추기
import-take = 가져오기
import-name = 이 이름의 새 폴더로
import-lines = 들어올 내용
import-found = { $format }: 요청 { $requests }개, 폴더 { $folders }개, 환경 { $environments }개.
import-rest = 그 밖에 { $count }개 더 있어요.
import-urls = 요청을 보내는 곳: { $urls }. 그 서버에 로그인하세요. 기본 주소는 가져오지 않아요.
import-notes = { $count ->
   *[other] { $count }가지가 원래대로 들어오지 않아요
  }
run-title = ‘{ $name }’ 실행
run-planned = { $count ->
    [0] 여기에는 실행할 요청이 없어요.
   *[other] 요청 { $count }개를 지금 세션에서 차례로 보내요.
  }
run-lines = 보내는 순서
run-bail = 통과하지 못한 요청에서 멈추기
run-start = 실행
run-again = 다시 실행
run-cancel = 실행 중지
run-progress = 실행 진행률
run-now = { $count }개 중 { $at }번째: { $name }
run-total = 통과 { $passed }, 실패 { $failed }, 오류 { $errors }, 보내지 않음 { $unsent } · { $time }
run-over-done = 모든 요청을 보냈어요.
run-over-after-failure = 통과하지 못한 요청이 있어 멈췄어요.
run-over-cancelled = 실행을 중지했어요.
run-over-session-over = 세션이 종료되어 멈췄어요.
run-mark-waits = 대기
run-mark-runs = 보내는 중
run-mark-passed = 통과
run-mark-failed = 실패
run-mark-error = 오류
run-mark-unsent = 보내지 않음
run-save-junit = JUnit XML로 저장…
run-save-json = JSON으로 저장…
run-saved = 보고서를 저장했어요: { $place }
run-fault = { $expected } — { $found }
run-subject-status = 상태 코드
run-subject-header = 헤더 { $name }
run-subject-json = { $name }
run-check-below = { $subject }: { $wanted } 미만이어야 해요
run-check-equals = { $subject }: 값이 { $wanted }이어야 해요
run-check-matches = { $subject }: { $wanted } 패턴과 맞아야 해요
run-check-exists = { $subject }: 있어야 해요
run-check-absent = { $subject }: 없어야 해요
run-check-taken = { $subject }: 변수 { $wanted }에 넣을 값이 있어야 해요
run-found-other = 실제 값은 { $found }
run-found-nothing = 아무것도 없어요
run-found-several = 값이 { $found }개예요. 하나여야 해요
run-found-no-json = 본문이 JSON이 아니에요 ({ $found })
run-found-too-large = 본문이 너무 커서 들여다볼 수 없어요
run-found-unusable = 찾을 수 없는 식이에요 ({ $found })
export = Postman 컬렉션으로 내보냈어요
export-about = 비밀 값과 인증 정보는 들어 있지 않아요. 변수만 있고 값은 비어 있어요.
export-unread = { $count ->
   *[other] 파일 { $count }개를 읽을 수 없어서 넣지 못했어요
  }
export-notes = { $count ->
   *[other] { $count }가지가 원래대로 들어가지 않았어요
  }
export-checks = 검사는 뺐어요.
export-takes = 응답에서 꺼내는 값은 뺐어요.
export-time-out = 시간 제한은 뺐어요.
export-credential = 값이 인증 정보예요. 그 자리에 변수 { $name }이(가) 있어요.
export-user-in-url = 주소에서 사용자 이름과 비밀번호를 뺐어요.
export-secret = 변수 { $name }의 값은 비밀이라서 뺐어요.
export-again = 변수 { $name }의 값이 앞 환경에서 달라요. 앞의 값을 썼어요.
export-parameter = 매개변수 { $name }에 경로의 한 부분이 되는 값이 없어요.
export-part-of-segment = 매개변수 { $name }은(는) 경로 한 부분의 일부예요. 그 자리에 값을 넣었어요.
export-unused = { $name }의 값은 뺐어요. 꺼져 있거나 경로에 그런 매개변수가 없어요.
export-header = 보낼 수 없는 헤더라서 뺐어요.
export-part = 이름이 비어 있거나 쓸 수 없는 이름이라서 이 부분을 뺐어요.
export-braces = 역슬래시 뒤의 중괄호를 그쪽에서는 변수로 봐요.
export-attachment = 토큰 자리는 뺐어요. 이 서버의 주소인지 알 수 없어요.
